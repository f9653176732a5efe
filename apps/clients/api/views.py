"""Clients over the API: the same services that the pages call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.functional import cached_property
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.renderers import JSONRenderer

from apps.accounts.permissions import Permission
from apps.activity.selectors import timeline_of_client
from apps.activity.timeline import entries
from apps.clients import services
from apps.clients.api import examples
from apps.clients.api import serializers as shapes
from apps.clients.api.access import InvitationActions
from apps.clients.api.changes import ChangeActions
from apps.clients.api.exporting import CsvRenderer
from apps.clients.api.lists import ClientQuerySerializer, ListedClientSerializer, asked_of
from apps.clients.api.merging import MergeActions
from apps.clients.models import Client
from apps.clients.selectors import ORDERINGS, clients_visible_to
from apps.clients.selectors.asked import listed
from apps.clients.selectors.risk import Look
from apps.clients.services.exporting import export_clients
from apps.common.api.views import ResourceViewSet
from apps.common.downloads import csv_download

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from django.http.response import HttpResponseBase
    from rest_framework.request import Request
    from rest_framework.response import Response


class ClientViewSet(InvitationActions, ChangeActions, MergeActions, ResourceViewSet):
    """Clients that the person may see; the others do not exist (404)."""

    serializer_class = shapes.ClientSerializer
    queryset = Client.objects.none()
    required_permissions: ClassVar[dict[str, str]] = {
        "list": Permission.CLIENTS_VIEW,
        "retrieve": Permission.CLIENTS_VIEW,
        "timeline": Permission.CLIENTS_VIEW,
        "export": Permission.CLIENTS_EXPORT,
        "changes": Permission.CLIENTS_VIEW,
        "merges": Permission.CLIENTS_MERGE,
        "merge": Permission.CLIENTS_MERGE,
        "merge_reversal": Permission.CLIENTS_MERGE,
        "reversion": Permission.CLIENTS_EDIT,
        "create": Permission.CLIENTS_EDIT,
        "partial_update": Permission.CLIENTS_EDIT,
        "archive": Permission.CLIENTS_ARCHIVE,
        "restore": Permission.CLIENTS_ARCHIVE,
        "invitation": Permission.CLIENTS_VIEW,
        "invite": Permission.CLIENTS_INVITE,
        "end_access": Permission.CLIENTS_INVITE,
    }
    ordering_fields: ClassVar[dict[str, tuple[str, ...]]] = ORDERINGS
    default_ordering = "name"
    extra_problems: ClassVar[dict[str, str]] = {
        "412": "Somebody changed it first (If-Match): `version`, and for an edit `current`, the fields you sent as they are now."
    }

    def get_queryset(self) -> QuerySet[Client]:
        if getattr(self, "swagger_fake_view", False):
            return Client.objects.none()
        return clients_visible_to(self.person)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.action != "list":
            return queryset
        return listed(asked_of(self.request, self.person), self.person, self.look)

    @cached_property
    def look(self) -> Look:
        return Look.at()

    def get_serializer_context(self) -> dict[str, Any]:
        context = dict(super().get_serializer_context())
        return {**context, "look": self.look} if self.action == "list" else context

    def get_serializer_class(self) -> type[shapes.ClientSerializer]:
        return ListedClientSerializer if self.action == "list" else shapes.ClientSerializer

    @extend_schema(parameters=[ClientQuerySerializer], responses=ListedClientSerializer(many=True))
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Clients who are not archived, by name. Narrow and sort them with the parameters."""
        return super().list(request, *args, **kwargs)

    @extend_schema(
        request=shapes.NewClientSerializer, responses={201: shapes.ClientSerializer}, examples=[examples.ADD]
    )
    def create(self, request: Request) -> Response:
        """Add a client. Of two with the same e-mail one is refused, naming who has it.

        Who looks like a client already is refused with 409 (`likely_duplicate`) and `candidates`, the likeliest first,
        each with `score` (50 to 100) and `reasons`; with `allow_duplicate` they are added all the same.
        """
        body = self.validated(shapes.NewClientSerializer)
        refuse_likely = not body.pop("allow_duplicate")
        return self.answer(services.add_client(by=self.person, refuse_likely=refuse_likely, **body), status=201)

    @extend_schema(request=shapes.ClientChangeSerializer, responses=shapes.ClientSerializer, examples=[examples.CHANGE])
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """Change some fields. Honours If-Match."""
        body = self.validated(shapes.ClientChangeSerializer)
        version = self.if_match()
        return self.answer(services.update_client(client_id=pk, by=self.person, expected_version=version, **body))

    @extend_schema(request=None, responses=shapes.ClientSerializer)
    @action(detail=True, methods=["post"])
    def archive(self, request: Request, pk: UUID) -> Response:
        """Put a client aside; nothing is deleted."""
        version = self.if_match()
        return self.answer(services.archive_client(client_id=pk, by=self.person, expected_version=version))

    @extend_schema(request=None, responses=shapes.ClientSerializer)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: UUID) -> Response:
        """Bring a client back from the archive."""
        version = self.if_match()
        return self.answer(services.restore_client(client_id=pk, by=self.person, expected_version=version))

    @extend_schema(
        parameters=[ClientQuerySerializer], responses={(200, "text/csv"): OpenApiTypes.STR}, examples=[examples.EXPORT]
    )
    @action(detail=False, methods=["get"], renderer_classes=[CsvRenderer, JSONRenderer], pagination_class=None)
    def export(self, request: Request) -> HttpResponseBase:
        """The list as CSV, sorted as asked; every column that the person may see. Kept in the business's records."""
        export = export_clients(by=self.person, asked=asked_of(request, self.person, has_ordering=True))
        return csv_download(export.lines, file_name=export.file_name)

    @extend_schema(parameters=[shapes.TimelineQuerySerializer], responses=shapes.EntrySerializer(many=True))
    @action(detail=True, methods=["get"], ordering_fields={"at": ("id",)}, default_ordering="-at")
    def timeline(self, request: Request, pk: UUID) -> Response:
        """What happened with the client, newest first."""
        query = shapes.TimelineQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        activities = self.paginate_queryset(timeline_of_client(self.get_object().pk, **query.validated_data))
        rows = shapes.EntrySerializer(entries(activities or []), many=True).data  # type: ignore[arg-type] # the stubs do not know `many`
        return self.get_paginated_response(rows)
