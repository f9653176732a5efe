"""Handing over a trainer's clients over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from apps.accounts.api.permissions import person
from apps.accounts.permissions import Permission
from apps.accounts.selectors import team_visible_to
from apps.clients.services.trainers import reassign_clients
from apps.common.api.views import ApiMixin
from apps.common.errors import InvalidInput

if TYPE_CHECKING:
    from uuid import UUID

    from rest_framework.request import Request

    from apps.accounts.models import User


class HandOverSerializer(serializers.Serializer[Any]):
    """From whom, and to whom; without `to` whoever assists leads."""

    trainer = serializers.UUIDField(help_text="Whose clients they are.")
    to = serializers.UUIDField(required=False, allow_null=True, help_text="Who takes them.")


class HandedOverSerializer(serializers.Serializer[Any]):
    """How many clients it is about; many follow in a task."""

    clients = serializers.IntegerField()


class ReassignmentView(ApiMixin):
    required_permission = Permission.TEAM_MANAGE

    @extend_schema(
        operation_id="clients_reassignment",
        tags=["clients"],
        request=HandOverSerializer,
        responses={202: HandedOverSerializer},
    )
    def post(self, request: Request) -> Response:
        """Hand over all clients of a trainer who leaves, those they assist too."""
        body = HandOverSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        by, given = person(request), body.validated_data
        leaving = _member(by, given["trainer"], "trainer")
        to = _member(by, given["to"], "to") if given.get("to") else None
        return Response({"clients": reassign_clients(from_trainer=leaving, to_trainer=to, by=by)}, status=202)


def _member(by: User, pk: UUID, name: str) -> User:
    member = team_visible_to(by).filter(pk=pk).first()
    if member is None:
        raise InvalidInput({name: _("This is nobody of the team.")})
    return member
