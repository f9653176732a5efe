"""Series as the API shows and takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema_field
from rest_framework import serializers

from apps.sessions.api.examples import CLIENT, TRAINER
from apps.sessions.api.serializers import ANYWAY_HELP, LONGEST, SHORTEST, DetailsSerializer
from apps.sessions.models import Series
from apps.sessions.models.states import CancelledBy, Kind
from apps.sessions.recurrence.words import words_of_rule
from apps.sessions.services.series import Scope

if TYPE_CHECKING:
    from uuid import UUID

SCOPES = [(Scope.THIS, _("This session")), (Scope.FOLLOWING, _("This and following")), (Scope.ALL, _("All"))]
RULE_HELP = (
    "RRULE of RFC 5545: FREQ of DAILY, WEEKLY (BYDAY, WKST) or MONTHLY (BYMONTHDAY, or BYDAY like 2TU or -1FR), with "
    "INTERVAL and COUNT or UNTIL. Anything else is refused."
)
BOOK = OpenApiExample(
    "Ten weeks, Tuesday and Thursday",
    request_only=True,
    value={
        "clients": [CLIENT],
        "trainer": TRAINER,
        "rule": "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=20",
        "starts_on": "2027-03-02",
        "time": "09:30",
        "duration_minutes": 60,
        "exceptions": ["2027-03-25"],
    },
)
MOVE = OpenApiExample(
    "Half an hour later from this one on",
    request_only=True,
    value={
        "scope": "following",
        "session": "01941f29-7c00-7b86-8c02-9d3f1a66c1d0",
        "starts_at": "2027-03-09T10:00:00Z",
    },
)
CANCEL = OpenApiExample(
    "All that has not begun", request_only=True, value={"scope": "all", "by": "client", "reason": "Moves away"}
)
_CLASH = {
    "type": "object",
    "required": ["date", "starts_at", "message"],
    "properties": {
        "date": {"type": "string", "format": "date"},
        "starts_at": {"type": "string", "format": "date-time"},
        "message": {"type": "string"},
    },
}
CLASHES = {
    (409, "application/problem+json"): OpenApiResponse(
        response={
            "type": "object",
            "required": ["type", "title", "status", "code", "detail"],
            "properties": {
                "type": {"type": "string"},
                "title": {"type": "string"},
                "status": {"type": "integer"},
                "code": {"type": "string"},
                "detail": {"type": "string"},
                "instance": {"type": "string"},
                "clashes": {"type": "array", "items": _CLASH},
                "free_slots": {"type": "array", "items": {"type": "object"}},
            },
        },
        description="Some dates are taken, or the trainer does not work then (`outside_hours`). To book without them, send "
        "their days as `exceptions`; to book over the hours, `book_anyway`.",
    )
}


class SessionSeriesSerializer(serializers.ModelSerializer[Series]):
    """`time` and `starts_on` are on the wall clock of `time_zone`; sessions are made ahead through `made_through`."""

    clients = serializers.SerializerMethodField(help_text="Ids of the clients.")
    trainer = serializers.UUIDField(source="trainer_id")
    room = serializers.UUIDField(source="room_id", allow_null=True)
    type = serializers.ChoiceField(choices=Kind.choices)
    repeats = serializers.SerializerMethodField(help_text="The rule in words.")
    time_zone = serializers.CharField(source="zone")
    starts_on = serializers.DateField(source="first")
    time = serializers.TimeField(source="clock", format="%H:%M")
    duration_minutes = serializers.IntegerField(source="minutes")
    exceptions = serializers.ListField(child=serializers.DateField(), help_text="Days left out.")

    class Meta:
        model = Series
        fields = (
            *("id", "clients", "trainer", "type", "title", "room", "location", "video_link", "notes"),
            *("rule", "repeats", "time_zone", "starts_on", "time", "duration_minutes", "capacity", "exceptions"),
            *("made_through", "ended_at", "version", "created_at", "updated_at"),
        )
        read_only_fields = fields

    @extend_schema_field({"type": "array", "items": {"type": "string", "format": "uuid"}})
    def get_clients(self, series: Series) -> list[UUID]:
        return [member.client_id for member in series.members.all()]

    def get_repeats(self, series: Series) -> str:
        return words_of_rule(series.timing)


class NewSeriesSerializer(DetailsSerializer):
    """A series to book. Without `trainer` it is for whoever asks, without `time_zone` on the clocks of the business."""

    clients = serializers.ListField(child=serializers.UUIDField(), max_length=100)
    trainer = serializers.UUIDField(required=False)
    rule = serializers.CharField(max_length=300, help_text=RULE_HELP)
    starts_on = serializers.DateField(
        help_text="The first session is on the first day from here on that the rule meets."
    )
    time = serializers.TimeField()
    time_zone = serializers.CharField(max_length=64, required=False)
    duration_minutes = serializers.IntegerField(default=60, min_value=SHORTEST, max_value=LONGEST)
    type = serializers.ChoiceField(choices=Kind.choices, default=Kind.PERSONAL)
    capacity = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=1000, help_text="Of groups: how many fit."
    )
    exceptions = serializers.ListField(child=serializers.DateField(), default=list, max_length=500)
    book_anyway = serializers.BooleanField(default=False, help_text=ANYWAY_HELP)


class DateSerializer(serializers.Serializer[Any]):
    date = serializers.DateField()
    starts_at = serializers.DateTimeField()
    note = serializers.CharField(help_text="What the clocks do to this time, when they go forward or back.")
    clash = serializers.CharField(help_text="Who or what is taken then; empty when it is free.")
    outside = serializers.CharField(help_text="That the trainer does not work then; empty when they do.")


class PreviewSerializer(serializers.Serializer[Any]):
    """What booking would do. `total` is null without an end, `count` how many are made at once."""

    repeats = serializers.CharField()
    total = serializers.IntegerField(allow_null=True)
    count = serializers.IntegerField()
    dates = DateSerializer(many=True)


class SeriesChangeSerializer(DetailsSerializer):
    """Another time, length, room or description; what is left out stays."""

    scope = serializers.ChoiceField(choices=SCOPES, default=Scope.ALL)
    session = serializers.UUIDField(required=False, help_text="From which one on; `starts_at` is its new time.")
    starts_at = serializers.DateTimeField(required=False)
    duration_minutes = serializers.IntegerField(required=False, min_value=SHORTEST, max_value=LONGEST)


class SeriesCancellationSerializer(serializers.Serializer[Any]):
    scope = serializers.ChoiceField(choices=SCOPES, default=Scope.ALL)
    session = serializers.UUIDField(required=False, help_text="From which one on; not needed for all.")
    by = serializers.ChoiceField(choices=CancelledBy.choices)
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
