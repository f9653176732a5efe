"""Acts on many clients over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action

from apps.accounts.permissions import Permission
from apps.clients.api import examples
from apps.clients.models import BulkAct
from apps.clients.selectors.bulk import act_for, acts_visible_to, kept_rows, refused_rows
from apps.clients.services.bulk import start_act, start_undo
from apps.clients.services.bulk.asking import MOST_CHOSEN
from apps.common.api.views import ResourceViewSet

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from rest_framework.request import Request
    from rest_framework.response import Response

    from apps.accounts.models import User
    from apps.clients.models import BulkRow

MOST_LISTED = 200
ACTIONS = ("list", "retrieve", "create", "undo", "destroy")


class LeftSerializer(serializers.Serializer[Any]):
    """A client that was left as it is, and why."""

    client = serializers.UUIDField()
    name = serializers.CharField()
    reason = serializers.CharField()


class BulkActSerializer(serializers.ModelSerializer[BulkAct]):
    """An act. `total` is how many it was asked for; `refused` and `kept` list the first who were left, and why."""

    act = serializers.CharField(source="kind")
    is_busy = serializers.BooleanField(help_text="A task still works on it: ask again.")
    percent = serializers.IntegerField()
    refused_count = serializers.IntegerField(source="refused")
    kept_count = serializers.IntegerField(source="kept")
    refused = serializers.SerializerMethodField()
    kept = serializers.SerializerMethodField()

    class Meta:
        model = BulkAct
        fields = (
            *("id", "act", "options", "query", "state", "is_busy", "percent", "total", "changed", "unchanged"),
            *("refused_count", "refused", "restored", "kept_count", "kept", "reason", "created_at"),
        )
        read_only_fields = fields

    @extend_schema_field(LeftSerializer(many=True))
    def get_refused(self, act: BulkAct) -> list[dict[str, str]]:
        return [_left(row, row.refusal) for row in refused_rows(act, MOST_LISTED)] if act.refused else []

    @extend_schema_field(LeftSerializer(many=True))
    def get_kept(self, act: BulkAct) -> list[dict[str, str]]:
        return [_left(row, row.kept) for row in kept_rows(act, MOST_LISTED)] if act.kept else []


class NewBulkActSerializer(serializers.Serializer[Any]):
    """Either `clients` or `query`."""

    id = serializers.UUIDField(
        required=False, help_text="Yours to choose; the same id again answers with the same act."
    )
    act = serializers.CharField(max_length=40, help_text="archive, restore, status, trainer, add_tag, remove_tag.")
    options = serializers.DictField(
        child=serializers.CharField(max_length=200, allow_blank=True),
        required=False,
        help_text="`status`: active or inactive; `trainer`: an id, or none; `add_tag`, `remove_tag`: the id of a tag.",
    )
    clients = serializers.ListField(
        child=serializers.UUIDField(), required=False, allow_empty=False, max_length=MOST_CHOSEN
    )
    query = serializers.DictField(
        child=serializers.CharField(max_length=200),
        required=False,
        help_text="Parameters of the list: all that they find now. {} is everybody who is not archived.",
    )


class BulkViewSet(ResourceViewSet):
    """Acts on many clients, done by a task: ask again until `is_busy` is false."""

    serializer_class = BulkActSerializer
    queryset = BulkAct.objects.none()
    required_permissions: ClassVar[dict[str, str]] = dict.fromkeys(ACTIONS, Permission.CLIENTS_EDIT)
    ordering_fields: ClassVar[dict[str, tuple[str, ...]]] = {"created_at": ("id",)}
    default_ordering = "-created_at"

    @property
    def person(self) -> User:
        return cast("User", self.request.user)

    def get_queryset(self) -> QuerySet[BulkAct]:
        if getattr(self, "swagger_fake_view", False):
            return BulkAct.objects.none()
        return acts_visible_to(self.person)

    @extend_schema(
        request=NewBulkActSerializer,
        responses={202: BulkActSerializer},
        examples=[examples.BULK, examples.BULK_ALL],
    )
    def create(self, request: Request) -> Response:
        """Do something to many clients; archiving and restoring need the permission for it."""
        body = self.validated(NewBulkActSerializer)
        query = body.get("query")
        if query is not None and "status" in query:
            query = {**query, "view": query["status"]}
        act = start_act(
            by=self.person,
            act=body["act"],
            options=body.get("options"),
            client_ids=body.get("clients", ()),
            query=query,
            act_id=body.get("id"),
        )
        return self.answer(act_for(self.person, act.pk), status=202)

    @extend_schema(request=None, responses={202: BulkActSerializer})
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: UUID) -> Response:
        """Take an act back; clients that somebody changed since stay as they are (`kept`)."""
        return self._undone(pk)

    @extend_schema(request=None, responses={202: BulkActSerializer})
    def destroy(self, request: Request, pk: UUID) -> Response:
        """The same as `undo`."""
        return self._undone(pk)

    def _undone(self, pk: UUID) -> Response:
        start_undo(act_id=pk, by=self.person)
        return self.answer(act_for(self.person, pk), status=202)


def _left(row: BulkRow, reason: str) -> dict[str, str]:
    return {"client": str(row.client_id), "name": row.client.full_name, "reason": reason}
