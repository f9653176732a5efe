"""Working hours as the API shows and takes them: times of the wall clock as HH:MM, the last midnight as 24:00."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.availability.models import TimeOff
from apps.availability.services.hours import DAYS
from apps.availability.week import DAY_MINUTES

if TYPE_CHECKING:
    from apps.availability.models import WorkingHours

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")


@extend_schema_field({"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$", "examples": ["09:00"]})
class ClockField(serializers.Field[int, str, str, Any]):
    """A minute of the day, written as a clock shows it."""

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, str) or not _CLOCK.fullmatch(data):
            raise serializers.ValidationError("Give a time as HH:MM, from 00:00 to 24:00.")
        return int(data[:2]) * 60 + int(data[3:])

    def to_representation(self, value: int) -> str:
        return f"{value // 60:02}:{value % 60:02}"


class SpanSerializer(serializers.Serializer[Any]):
    """From one time to another on the same day."""

    def get_fields(self) -> dict[str, Any]:
        """Add `from`, which is a word of Python's."""
        return {"from": ClockField(), "until": ClockField()}


class WorkingWeekSerializer(serializers.Serializer[Any]):
    """What is worked on each weekday; what lies between two spans is a break."""

    def get_fields(self) -> dict[str, Any]:
        return {name: SpanSerializer(many=True, required=False, default=list) for name in DAYS}


class HoursSerializer(serializers.Serializer[Any]):
    """A trainer's usual week. `is_usual`: nothing was said, so it is 06:00 to 21:00 every day."""

    trainer = serializers.UUIDField(read_only=True)
    time_zone = serializers.CharField(
        required=False, allow_blank=True, max_length=64, default="", help_text="IANA name; empty: the business's."
    )
    week = WorkingWeekSerializer()
    is_usual = serializers.BooleanField(read_only=True)
    version = serializers.IntegerField(read_only=True)


class TimeOffSerializer(serializers.ModelSerializer[TimeOff]):
    """Days on which a trainer does not work; without a trainer the business is closed."""

    trainer = serializers.UUIDField(source="trainer_id", allow_null=True)
    from_time = ClockField(source="from_minute", help_text="On the first day.")
    until_time = ClockField(source="until_minute", help_text="On the last day; 24:00 is its end.")

    class Meta:
        model = TimeOff
        fields = ("id", "trainer", "starts_on", "ends_on", "from_time", "until_time", "reason", "created_at")
        read_only_fields = fields


class NewTimeOffSerializer(serializers.Serializer[Any]):
    """Time off to add. Without `trainer` it is one's own; null closes the business (managers)."""

    trainer = serializers.UUIDField(required=False, allow_null=True)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(required=False, help_text="The first day, when left out.")
    from_time = ClockField(required=False, default=0)
    until_time = ClockField(required=False, default=DAY_MINUTES)
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class TimeOffQuerySerializer(serializers.Serializer[Any]):
    trainer = serializers.UUIDField(required=False)


class PeriodSerializer(serializers.Serializer[Any]):
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class OpenSerializer(serializers.Serializer[Any]):
    """When somebody works."""

    trainer = serializers.UUIDField()
    open = PeriodSerializer(many=True)


class OpenQuerySerializer(serializers.Serializer[Any]):
    trainer = serializers.ListField(
        child=serializers.UUIDField(), required=False, default=list, help_text="Everybody who trains, when left out."
    )

    def get_fields(self) -> dict[str, Any]:
        return {
            **super().get_fields(),
            "from": serializers.DateTimeField(),
            "to": serializers.DateTimeField(help_text="At most 62 days later."),
        }


def shown(hours: WorkingHours) -> dict[str, Any]:
    """Return hours as the serializer takes them."""
    week = {
        name: [{"from": opens, "until": closes} for opens, closes in spans]
        for name, spans in zip(DAYS, hours.week, strict=True)
    }
    return {
        "trainer": hours.trainer_id,
        "time_zone": hours.time_zone,
        "week": week,
        "is_usual": not hours.version,
        "version": hours.version,
    }


def week_in(body: dict[str, Any]) -> list[list[tuple[int, int]]]:
    """Return a checked body's week as the service takes it."""
    return [[(span["from"], span["until"]) for span in body["week"][name]] for name in DAYS]
