"""A client's edits over the API: read them, take one back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from apps.clients.api.serializers import ClientSerializer
from apps.clients.changes import Change, FieldChange, changes_of, in_words
from apps.clients.services import Part, revert_change
from apps.common.api.views import ResourceViewSet

if TYPE_CHECKING:
    from uuid import UUID

    from rest_framework.request import Request
    from rest_framework.response import Response

    from apps.accounts.models import User

ONE_FIELD = OpenApiExample("Only the phone", request_only=True, value={"fields": ["phone"], "overwrite": False})


class FieldChangeSerializer(serializers.Serializer[FieldChange]):
    """One field of an edit, in words."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # DRF's own argument of that name is another thing
    before = serializers.CharField()
    after = serializers.CharField()
    is_hidden = serializers.BooleanField(help_text="You may know that it changed, not what it says.")


class ChangeSerializer(serializers.Serializer[Change]):
    """One edit of a client."""

    id = serializers.CharField()
    version = serializers.IntegerField(help_text="The client's version that the edit led to.")
    at = serializers.DateTimeField()
    by = serializers.CharField(help_text="Empty when the person is gone.")
    is_reversion = serializers.BooleanField(help_text="It took an earlier edit back.")
    fields = FieldChangeSerializer(many=True)  # type: ignore[assignment] # the same


class ChangeQuerySerializer(serializers.Serializer[Any]):
    """How to narrow the edits."""

    field = serializers.CharField(required=False, max_length=100)
    by = serializers.UUIDField(required=False, help_text="Id of who made them.")


class ReversionSerializer(serializers.Serializer[Any]):
    """What is to go back."""

    fields = serializers.ListField(  # type: ignore[assignment] # the same
        child=serializers.CharField(max_length=100), required=False, help_text="Names of fields; absent: all of them."
    )
    overwrite = serializers.BooleanField(default=False, help_text="Also where somebody changed the field later.")


class ChangeActions(ResourceViewSet):
    """The sub-resource `clients/{id}/changes/`."""

    @property
    def person(self) -> User:
        return cast("User", self.request.user)

    @extend_schema(parameters=[ChangeQuerySerializer], responses=ChangeSerializer(many=True))
    @action(detail=True, methods=["get"], ordering_fields={"at": ("id",)}, default_ordering="-at")
    def changes(self, request: Request, pk: UUID) -> Response:
        """Return the edits of a client, newest first, each field before and after in words."""
        query = ChangeQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        rows = changes_of(self.get_object(), field=asked.get("field", ""), by=str(asked.get("by", "")))
        page = in_words(self.paginate_queryset(rows) or [], self.person)
        return self.get_paginated_response(ChangeSerializer(page, many=True).data)  # type: ignore[arg-type] # the stubs do not know `many`

    @extend_schema(request=ReversionSerializer, responses=ClientSerializer, examples=[ONE_FIELD])
    @action(detail=True, methods=["post"], url_path="changes/<uuid:change>/reversion")
    def reversion(self, request: Request, pk: UUID, change: UUID) -> Response:
        """Take an edit back, in whole or in part. Honours If-Match.

        409 (`changed_since`) names the fields that somebody changed later, with what each was, became and is now.
        """
        body = self.validated(ReversionSerializer)
        part = Part(fields=body.get("fields"), overwrite=body["overwrite"])
        version = self.if_match()
        client = revert_change(client_id=pk, change_id=change, by=self.person, part=part, expected_version=version)
        return self.answer(client)
