"""Sessions as the API shows and takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.sessions.models import TrainingSession
from apps.sessions.models.rules import Settlement
from apps.sessions.models.states import CancelledBy, Kind, State

if TYPE_CHECKING:
    from uuid import UUID

SHORTEST, LONGEST = 5, 720
CLIENT_HELP = "The clients who have a place read this."
TEAM_ONLY = ("notes", "outcome", "cancel_reason")
ANYWAY_HELP = "Book outside the trainer's hours, or over time off; otherwise that answers 409 `outside_hours`."
PLAN_HELP = "The plan for the session."


class SessionSerializer(serializers.ModelSerializer[TrainingSession]):
    """`notes` is the plan, `outcome` what was noted while the session ran and after; only the team gets these.

    `client_notes` is what was written for the client. A client sees no place but their own.
    """

    clients = serializers.SerializerMethodField(help_text="Ids of the clients.")
    trainer = serializers.UUIDField(source="trainer_id", help_text="Id of the trainer.")
    type = serializers.ChoiceField(choices=Kind.choices)
    state = serializers.ChoiceField(choices=State.choices)
    duration_minutes = serializers.IntegerField()
    cancelled_by = serializers.ChoiceField(choices=CancelledBy.choices, allow_blank=True)

    class Meta:
        model = TrainingSession
        fields = (
            "id",
            "clients",
            "trainer",
            "type",
            "title",
            "starts_at",
            "ends_at",
            "duration_minutes",
            "capacity",
            "location",
            "video_link",
            "notes",
            "outcome",
            "client_notes",
            "state",
            "started_at",
            "completed_at",
            "cancelled_at",
            "cancelled_by",
            "cancel_reason",
            "is_late",
            "version",
            "created_at",
            "updated_at",
        )
        read_only_fields = fields

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        user = getattr(self.context.get("request"), "user", None)
        if user is not None and user.is_authenticated and not user.is_team:
            for name in TEAM_ONLY:
                del fields[name]
        return fields

    @extend_schema_field({"type": "array", "items": {"type": "string", "format": "uuid"}})
    def get_clients(self, session: TrainingSession) -> list[UUID]:
        return [place.client_id for place in session.places.all()]


class DetailsSerializer(serializers.Serializer[Any]):
    """What describes a session."""

    title = serializers.CharField(max_length=120, required=False, allow_blank=True)
    location = serializers.CharField(max_length=120, required=False, allow_blank=True)
    video_link = serializers.CharField(max_length=500, required=False, allow_blank=True)
    notes = serializers.CharField(max_length=5000, required=False, allow_blank=True, help_text=PLAN_HELP)


class NewSessionSerializer(DetailsSerializer):
    """A session to book. Without `trainer` it is booked for whoever asks."""

    clients = serializers.ListField(child=serializers.UUIDField(), max_length=100)
    trainer = serializers.UUIDField(required=False)
    starts_at = serializers.DateTimeField()
    duration_minutes = serializers.IntegerField(default=60, min_value=SHORTEST, max_value=LONGEST)
    type = serializers.ChoiceField(choices=Kind.choices, default=Kind.PERSONAL)
    capacity = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=100, help_text="How many fit into a group."
    )
    book_anyway = serializers.BooleanField(default=False, help_text=ANYWAY_HELP)


class SessionChangeSerializer(DetailsSerializer):
    """A new time, other details, or both; what is left out stays."""

    starts_at = serializers.DateTimeField(required=False)
    duration_minutes = serializers.IntegerField(required=False, min_value=SHORTEST, max_value=LONGEST)
    book_anyway = serializers.BooleanField(default=False, help_text=ANYWAY_HELP)


class CompletionSerializer(serializers.Serializer[Any]):
    notes = serializers.CharField(max_length=10_000, required=False, allow_blank=True, default="")
    client_notes = serializers.CharField(
        max_length=10_000, required=False, allow_blank=True, default="", help_text=CLIENT_HELP
    )


class CancellationSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    by = serializers.ChoiceField(choices=CancelledBy.choices)


class CorrectionSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300, help_text="Stands in the history.")


class CreditSerializer(CorrectionSerializer):
    credit = serializers.ChoiceField(choices=Settlement.choices)
    client = serializers.UUIDField(required=False, help_text="Everybody who did not train, when left out.")


class NoteSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=10_000, required=False, allow_blank=True, default="")
    client_text = serializers.CharField(
        max_length=10_000, required=False, allow_blank=True, default="", help_text=CLIENT_HELP
    )


class SlotSerializer(serializers.Serializer[Any]):
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class SlotsSerializer(serializers.Serializer[Any]):
    """The next times at which everybody is free."""

    free_slots = SlotSerializer(many=True)


class SlotQuerySerializer(serializers.Serializer[Any]):
    trainer = serializers.UUIDField(required=False, help_text="Whoever asks, when left out.")
    client = serializers.ListField(
        child=serializers.UUIDField(), required=False, default=list, help_text="May be given more than once."
    )
    duration_minutes = serializers.IntegerField(default=60, min_value=SHORTEST, max_value=LONGEST)
    after = serializers.DateTimeField(required=False, help_text="Now, when left out.")
    count = serializers.IntegerField(default=3, min_value=1, max_value=50)


class FreeBusySerializer(serializers.Serializer[Any]):
    """When a trainer is booked or held, and when they work and are not."""

    trainer = serializers.UUIDField()
    busy = SlotSerializer(many=True)
    free = SlotSerializer(many=True)


@extend_schema_field(OpenApiTypes.DATETIME)
class SinceField(serializers.DateTimeField):
    """A bound of the list."""


class SessionQuerySerializer(serializers.Serializer[Any]):
    """Filters of the list."""

    search = serializers.CharField(required=False, max_length=100, help_text="Title, place, or a client's name.")
    trainer = serializers.UUIDField(required=False)
    client = serializers.UUIDField(required=False)
    state = serializers.ChoiceField(choices=State.choices, required=False)
    type = serializers.ChoiceField(choices=Kind.choices, required=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Add `from` and `to`: one of them is a word of Python's."""
        return {
            **super().get_fields(),
            "from": SinceField(required=False, help_text="Only what ends after this."),
            "to": SinceField(required=False, help_text="Only what starts before this."),
        }


class FreeBusyQuerySerializer(serializers.Serializer[Any]):
    trainer = serializers.UUIDField(required=False, help_text="Whoever asks, when left out.")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Add `from` and `to`."""
        return {
            **super().get_fields(),
            "from": SinceField(),
            "to": SinceField(help_text="At most 62 days later."),
        }
