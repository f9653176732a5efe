"""The import over the API: upload, look, map, run, take back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser

from apps.accounts.permissions import Permission
from apps.clients.api import examples
from apps.clients.api import serializers as shapes
from apps.clients.models import ImportBatch
from apps.clients.selectors import import_for, imports_visible_to
from apps.clients.services.imports import remap_import, start_run, start_undo, upload_import
from apps.common.api.views import ResourceViewSet

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from rest_framework.request import Request
    from rest_framework.response import Response

    from apps.accounts.models import User

ACTIONS = ("list", "retrieve", "create", "partial_update", "run", "undo")


class ImportViewSet(ResourceViewSet):
    """Imports of client lists. A large file is checked and imported by a task: ask again until `state` moves on."""

    serializer_class = shapes.ImportSerializer
    queryset = ImportBatch.objects.none()
    parser_classes = (JSONParser, MultiPartParser)
    required_permissions: ClassVar[dict[str, str]] = dict.fromkeys(ACTIONS, Permission.CLIENTS_IMPORT)
    ordering_fields: ClassVar[dict[str, tuple[str, ...]]] = {"created_at": ("id",)}
    default_ordering = "-created_at"

    @property
    def person(self) -> User:
        return cast("User", self.request.user)

    def get_queryset(self) -> QuerySet[ImportBatch]:
        if getattr(self, "swagger_fake_view", False):
            return ImportBatch.objects.none()
        return imports_visible_to(self.person)

    @extend_schema(request={"multipart/form-data": shapes.UploadSerializer}, responses={201: shapes.ImportSerializer})
    def create(self, request: Request) -> Response:
        """Upload a file. The answer says how it is read, what each column feeds and which rows cannot come in."""
        file = self.validated(shapes.UploadSerializer)["file"]
        batch = upload_import(by=self.person, file_name=file.name, data=file.read())
        return self.answer(batch, status=201)

    @extend_schema(request=shapes.RemapSerializer, responses=shapes.ImportSerializer, examples=[examples.REMAP])
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """Read the file another way; it is checked anew."""
        body = self.validated(shapes.RemapSerializer)
        return self.answer(remap_import(batch_id=pk, by=self.person, **body))

    @extend_schema(request=shapes.RunSerializer, responses={202: shapes.ImportSerializer}, examples=[examples.RUN])
    @action(detail=True, methods=["post"])
    def run(self, request: Request, pk: UUID) -> Response:
        """Import the good rows. Rows with errors are left out only when `accept_errors` is true; else 409."""
        body = self.validated(shapes.RunSerializer)
        start_run(batch_id=pk, by=self.person, **body)
        return self.answer(import_for(self.person, pk), status=202)

    @extend_schema(request=None, responses={202: shapes.ImportSerializer})
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: UUID) -> Response:
        """Take the import back; clients that somebody changed or used since remain (`remaining`, once it is undone)."""
        start_undo(batch_id=pk, by=self.person)
        return self.answer(import_for(self.person, pk), status=202)
