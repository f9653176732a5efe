"""Clients as the API shows and takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.activity.timeline import Entry
from apps.clients.api.parts import CustomAnswersField, TagNamesField, custom_answers, tag_names
from apps.clients.models import Client, ImportBatch
from apps.clients.permissions import may_see_health
from apps.clients.selectors import clients_of_import, first_rows_of, issues_of
from apps.clients.services.imports.columns import FIELDS
from apps.clients.services.imports.dates import ORDERS
from apps.clients.services.imports.encodings import ENCODINGS
from apps.clients.services.imports.tables import DELIMITERS
from apps.common.api.photos import PhotoField

if TYPE_CHECKING:
    from uuid import UUID

MOST_ISSUES, PREVIEW = 200, 10
LONGEST_NOTE = 10_000


class ClientSerializer(serializers.ModelSerializer[Client]):
    """A client. `health_notes` is there only for those who may see it."""

    full_name = serializers.CharField(read_only=True)
    trainer = serializers.UUIDField(source="trainer_id", allow_null=True, help_text="Id of the trainer.")
    health_notes = serializers.CharField(required=False, help_text="Only for trainers and managers.")
    assistants = serializers.ListField(
        child=serializers.UUIDField(), read_only=True, help_text="Ids of those who train them too."
    )
    tags = TagNamesField(source="*", read_only=True)
    photo = PhotoField()
    custom = CustomAnswersField(source="*", read_only=True)

    class Meta:
        model = Client
        fields: tuple[str, ...] = (
            *("id", "first_name", "last_name", "full_name", "email", "phone", "status", "trainer", "assistants"),
            *("goal", "date_of_birth", "country", "emergency_name", "emergency_phone", "emergency_relation"),
            *("notes", "health_notes", "member_since", "tags", "custom", "photo", "archived_at"),
            *("version", "created_at", "updated_at"),
        )
        read_only_fields: tuple[str, ...] = fields

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        request = self.context.get("request")
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and not may_see_health(user):
            del fields["health_notes"]
        return fields


class ClientChangeSerializer(serializers.Serializer[Any]):
    """What can be changed; absent fields stay as they are, null or "" empties them."""

    first_name = serializers.CharField(max_length=400, required=False, allow_blank=True)
    last_name = serializers.CharField(max_length=400, required=False, allow_blank=True)
    email = serializers.CharField(max_length=500, required=False, allow_blank=True, allow_null=True)
    phone = serializers.CharField(
        max_length=60,
        required=False,
        allow_blank=True,
        allow_null=True,
        help_text="E.164, or as written in the client's country, else the business's.",
    )
    status = serializers.ChoiceField(choices=Client.Status.choices, required=False)
    trainer = serializers.UUIDField(required=False, allow_null=True)
    assistants = serializers.ListField(
        child=serializers.UUIDField(), required=False, help_text="Who trains them too, by id; somebody must lead."
    )
    goal = serializers.CharField(max_length=400, required=False, allow_blank=True)
    date_of_birth = serializers.DateField(required=False, allow_null=True)
    country = serializers.CharField(
        max_length=60, required=False, allow_blank=True, help_text="ISO 3166 code, or a name."
    )
    emergency_name = serializers.CharField(max_length=400, required=False, allow_blank=True)
    emergency_phone = serializers.CharField(max_length=60, required=False, allow_blank=True, allow_null=True)
    emergency_relation = serializers.CharField(
        max_length=120, required=False, allow_blank=True, help_text="Such as “wife” or “brother”."
    )
    notes = serializers.CharField(max_length=LONGEST_NOTE, required=False, allow_blank=True)
    health_notes = serializers.CharField(max_length=LONGEST_NOTE, required=False, allow_blank=True)
    member_since = serializers.DateField(required=False)
    tags = tag_names()
    custom = custom_answers()


class NewClientSerializer(ClientChangeSerializer):
    """A client to add."""

    first_name = serializers.CharField(max_length=400)
    allow_duplicate = serializers.BooleanField(
        default=False, help_text="Add them although they look like a client already (409, `likely_duplicate`)."
    )


class EntrySerializer(serializers.Serializer[Entry]):
    """One line of a timeline."""

    id = serializers.CharField()
    name = serializers.CharField(help_text="The event's stable name, such as client.added.")
    sentence = serializers.CharField()
    actor = serializers.CharField()
    at = serializers.DateTimeField()


class TimelineQuerySerializer(serializers.Serializer[Any]):
    """How to narrow a timeline."""

    kind = serializers.CharField(
        required=False, max_length=40, help_text="sessions, changes, notes, …; an unknown one shows everything."
    )


class IssueSerializer(serializers.Serializer[Any]):
    """Something about one cell; an error keeps its row out."""

    row = serializers.IntegerField(help_text="As a spreadsheet counts: the header is row 1.")
    column = serializers.CharField()
    field = serializers.CharField()
    value = serializers.CharField()
    kind = serializers.CharField()
    reason = serializers.CharField()
    level = serializers.ChoiceField(choices=["error", "notice"])


class ImportSerializer(serializers.ModelSerializer[ImportBatch]):
    """An import: how the file is read, what each column feeds, and which rows cannot come in."""

    state = serializers.ChoiceField(choices=ImportBatch.State.choices)
    errors = serializers.SerializerMethodField(  # type: ignore[assignment] # a field of that name; DRF takes it out of the class
        help_text=f"The first {MOST_ISSUES}."
    )
    notices = serializers.SerializerMethodField(help_text=f"The first {MOST_ISSUES}.")
    preview = serializers.SerializerMethodField(help_text=f"The first {PREVIEW} clients as they will be.")

    remaining = serializers.SerializerMethodField(
        help_text=f"Once it is undone: clients that stayed, the first {MOST_ISSUES}."
    )

    class Meta:
        model = ImportBatch
        fields = (
            *("id", "file_name", "size", "state", "reading", "header", "mapping", "evidence"),
            *("rows", "checked", "good", "bad", "imported", "skipped", "removed", "remained", "reason"),
            *("errors", "notices", "preview", "remaining", "created_at"),
        )
        read_only_fields = fields

    @extend_schema_field(IssueSerializer(many=True))
    def get_errors(self, batch: ImportBatch) -> list[dict[str, Any]]:
        return issues_of(batch, level="error", most=MOST_ISSUES)

    @extend_schema_field(IssueSerializer(many=True))
    def get_notices(self, batch: ImportBatch) -> list[dict[str, Any]]:
        return issues_of(batch, level="notice", most=MOST_ISSUES)

    @extend_schema_field({"type": "array", "items": {"type": "object", "additionalProperties": True}})
    def get_preview(self, batch: ImportBatch) -> list[dict[str, Any]]:
        request = self.context.get("request")
        rows = first_rows_of(batch, PREVIEW)
        if request is not None and not may_see_health(request.user):
            for row in rows:
                for name in ("health_notes", "custom"):
                    row["values"].pop(name, None)
        return rows

    @extend_schema_field({"type": "array", "items": {"type": "string", "format": "uuid"}})
    def get_remaining(self, batch: ImportBatch) -> list[UUID]:
        if batch.state != ImportBatch.State.UNDONE:
            return []
        return list(clients_of_import(batch).values_list("pk", flat=True)[:MOST_ISSUES])


class UploadSerializer(serializers.Serializer[Any]):
    """The file, as multipart/form-data."""

    file = serializers.FileField(allow_empty_file=True, help_text="CSV, at most 10 MB and 50,000 rows.")


class RemapSerializer(serializers.Serializer[Any]):
    """Another way to read the file."""

    mapping = serializers.DictField(
        child=serializers.CharField(max_length=60, allow_blank=True),
        required=False,
        help_text='Column number, from 0, to field; "" leaves the column out. Fields: '
        + ", ".join([*FIELDS, "custom.<field id>."]),
    )
    encoding = serializers.ChoiceField(choices=list(ENCODINGS), required=False)
    delimiter = serializers.ChoiceField(choices=list(DELIMITERS), required=False)
    date_order = serializers.ChoiceField(choices=["", *ORDERS], required=False, allow_blank=True)


class RunSerializer(serializers.Serializer[Any]):
    """Whether rows with errors may be left out."""

    accept_errors = serializers.BooleanField(default=False)
