"""Erasing a client over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from apps.accounts.api.throttling import PasswordThrottle
from apps.clients.models import Erasure
from apps.clients.services import ask_erasure, cancel_erasure
from apps.common.api.views import ResourceViewSet
from apps.common.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from rest_framework.request import Request
    from rest_framework.throttling import BaseThrottle

    from apps.accounts.models import User


class EraseSerializer(serializers.Serializer[Any]):
    """The client's full name, and the password of whoever erases."""

    typed = serializers.CharField(max_length=401)
    password = serializers.CharField(max_length=1_000, write_only=True)


class ErasureSerializer(serializers.ModelSerializer[Erasure]):
    """An erasure: waiting, cancelled or done. `counts` is the proof."""

    class Meta:
        model = Erasure
        fields = ("id", "client", "by_name", "created_at", "due_at", "cancelled_at", "done_at", "counts")
        read_only_fields = fields


class ErasureActions(ResourceViewSet):
    """The sub-resource `clients/{id}/erasure/`."""

    @property
    def person(self) -> User:
        return cast("User", self.request.user)

    def get_throttles(self) -> list[BaseThrottle]:
        """Count guesses at the password tightly."""
        found = super().get_throttles()
        return [*found, PasswordThrottle()] if self.action == "erase" else found

    @extend_schema(responses=ErasureSerializer)
    @action(detail=True, methods=["get"])
    def erasure(self, request: Request, pk: UUID) -> Response:
        """Return the newest erasure of a client, or 404."""
        newest = Erasure.objects.filter(client=self.get_object()).order_by("-id").first()
        if newest is None:
            raise NotFound
        return Response(ErasureSerializer(newest).data)

    @extend_schema(request=EraseSerializer, responses={202: ErasureSerializer})
    @erasure.mapping.post
    def erase(self, request: Request, pk: UUID) -> Response:
        """Archive a client now and erase them for good in seven days. Ten tries an hour: the password is asked for."""
        client = self.get_object()
        body = self.validated(EraseSerializer)
        if not self.person.check_password(body["password"]):
            raise InvalidInput({"password": _("This is not your password.")})
        erasure = ask_erasure(client_id=client.pk, by=self.person, typed=body["typed"])
        return Response(ErasureSerializer(erasure).data, status=202)

    @extend_schema(request=None, responses={204: None})
    @erasure.mapping.delete
    def cancel_erasure(self, request: Request, pk: UUID) -> Response:
        """Take it back while it waits."""
        cancel_erasure(client_id=self.get_object().pk, by=self.person)
        return Response(status=204)
