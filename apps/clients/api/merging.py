"""Merging clients over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from apps.clients.models import MergeRecord
from apps.clients.services import merge_clients, undo_merge
from apps.clients.services.merging import MERGEABLE, Wish
from apps.common.api.views import ResourceViewSet
from apps.common.errors import NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from rest_framework.request import Request

    from apps.accounts.models import User

TAKE = OpenApiExample(
    "The phone from the other, the notes of both",
    request_only=True,
    value={"other": "01a205b3-5b2c-72d5-b770-c8d8ec0de3bf", "take": {"phone": "theirs", "notes": "both"}},
)


class MergeSerializer(serializers.Serializer[Any]):
    """Which client becomes part of this one, and what is taken over from them."""

    other = serializers.UUIDField()
    take = serializers.DictField(
        child=serializers.ChoiceField(choices=["theirs", "both"]),
        required=False,
        help_text=f"Field to what: {', '.join(sorted(MERGEABLE))}. “both” only for notes.",
    )
    log_in = serializers.ChoiceField(
        choices=["winner", "loser"], default="winner", help_text="Whose log-in stays, where both have one."
    )


class MergeRecordSerializer(serializers.ModelSerializer[MergeRecord]):
    """A merge."""

    undo_until = serializers.DateTimeField(read_only=True)

    class Meta:
        model = MergeRecord
        fields = ("id", "winner", "loser", "created_at", "undo_until", "undone_at")
        read_only_fields = fields


class MergeActions(ResourceViewSet):
    """The sub-resource `clients/{id}/merges/`."""

    @property
    def person(self) -> User:
        return cast("User", self.request.user)

    @extend_schema(responses=MergeRecordSerializer(many=True))
    @action(detail=True, methods=["get"], ordering_fields={"created_at": ("id",)}, default_ordering="-created_at")
    def merges(self, request: Request, pk: UUID) -> Response:
        """Return who was merged into this client, newest first."""
        rows = self.paginate_queryset(MergeRecord.objects.filter(winner=self.get_object()))
        return self.get_paginated_response(MergeRecordSerializer(rows, many=True).data)

    @extend_schema(request=MergeSerializer, responses={201: MergeRecordSerializer}, examples=[TAKE])
    @merges.mapping.post
    def merge(self, request: Request, pk: UUID) -> Response:
        """Make another client part of this one: sessions, timeline, history and log-in move; they are archived."""
        winner, body = self.get_object(), self.validated(MergeSerializer)
        wish = Wish(take=body.get("take", {}), log_in=body["log_in"])
        record = merge_clients(winner_id=winner.pk, loser_id=body["other"], by=self.person, wish=wish)
        return Response(MergeRecordSerializer(record).data, status=201)

    @extend_schema(request=None, responses=MergeRecordSerializer)
    @action(detail=True, methods=["post"], url_path="merges/<uuid:merge_id>/reversal")
    def merge_reversal(self, request: Request, pk: UUID, merge_id: UUID) -> Response:
        """Make two of them again, within 30 days; 409 says what forbids it."""
        if not MergeRecord.objects.filter(pk=merge_id, winner=self.get_object()).exists():
            raise NotFound
        return Response(MergeRecordSerializer(undo_merge(merge_id=merge_id, by=self.person)).data)
