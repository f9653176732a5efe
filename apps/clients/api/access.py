"""A client's way into the app, over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from apps.clients.logins import Access, access_of
from apps.clients.services import end_access, invite_client
from apps.common.api.views import ResourceViewSet

if TYPE_CHECKING:
    from uuid import UUID

    from rest_framework.request import Request

    from apps.accounts.models import User
    from apps.clients.models import Client


class AccessSerializer(serializers.Serializer[Access]):
    """Whether the client signs in by themselves, is asked to, or neither."""

    state = serializers.ChoiceField(choices=["none", "invited", "expired", "joined"])
    email = serializers.CharField(help_text="Where the invitation went, or what the client signs in with; else empty.")
    expires_at = serializers.DateTimeField(allow_null=True, help_text="Of the link, while invited.")
    joined_at = serializers.DateTimeField(allow_null=True)
    last_login = serializers.DateTimeField(allow_null=True)


class InvitationActions(ResourceViewSet):
    """The sub-resource `clients/{id}/invitation/`."""

    @property
    def person(self) -> User:
        return cast("User", self.request.user)

    @extend_schema(responses=AccessSerializer)
    @action(detail=True, methods=["get"])
    def invitation(self, request: Request, pk: UUID) -> Response:
        """Say where the client stands with the app."""
        return _shown(self.get_object())

    @extend_schema(request=None, responses={201: AccessSerializer})
    @invitation.mapping.post
    def invite(self, request: Request, pk: UUID) -> Response:
        """Mail the client a link to their own page, or a new one; the last one stops working."""
        return _shown(invite_client(client_id=self.get_object().pk, by=self.person), status=201)

    @extend_schema(request=None, responses={204: None})
    @invitation.mapping.delete
    def end_access(self, request: Request, pk: UUID) -> Response:
        """Withdraw the invitation, or close the client's log-in and end its sessions and tokens at once."""
        end_access(client_id=self.get_object().pk, by=self.person)
        return Response(status=204)


def _shown(client: Client, **options: Any) -> Response:
    return Response(AccessSerializer(access_of(client)).data, **options)
