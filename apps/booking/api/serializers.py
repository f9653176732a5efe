"""Booking as the API shows and takes it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.booking.models import BookableType
from apps.booking.models.bookable import LONGEST, SHORTEST, BookableKind


class BookableSerializer(serializers.ModelSerializer[BookableType]):
    """What can be booked. No `trainers`: everybody who trains."""

    trainers = serializers.SerializerMethodField()

    class Meta:
        model = BookableType
        fields = (
            *("id", "name", "kind", "minutes", "price", "description", "trainers"),
            *("version", "created_at", "updated_at"),
        )
        read_only_fields = fields

    @extend_schema_field({"type": "array", "items": {"type": "string", "format": "uuid"}})
    def get_trainers(self, row: BookableType) -> list[str]:
        return list(row.trainer_ids)


class BookableChangeSerializer(serializers.Serializer[Any]):
    """What differs; what is left out stays."""

    name = serializers.CharField(max_length=80, required=False)
    kind = serializers.ChoiceField(choices=BookableKind.choices, required=False)
    minutes = serializers.IntegerField(min_value=SHORTEST, max_value=LONGEST, required=False)
    price = serializers.CharField(max_length=40, required=False, allow_blank=True)
    description = serializers.CharField(max_length=300, required=False, allow_blank=True)
    trainers = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=200)


class NewBookableSerializer(BookableChangeSerializer):
    """What can be booked from now on."""

    name = serializers.CharField(max_length=80)


class OwnSlotQuerySerializer(serializers.Serializer[Any]):
    type = serializers.UUIDField(help_text="Id of what is booked.")
    trainer = serializers.UUIDField()
    count = serializers.IntegerField(default=50, min_value=1, max_value=500)

    def get_fields(self) -> dict[str, Any]:
        """Add `from` and `to`."""
        return {
            **super().get_fields(),
            "from": serializers.DateTimeField(required=False),
            "to": serializers.DateTimeField(required=False),
        }


class OwnBookingSerializer(serializers.Serializer[Any]):
    """A time that was free a moment ago."""

    type = serializers.UUIDField()
    trainer = serializers.UUIDField()
    starts_at = serializers.DateTimeField()


class OwnMoveSerializer(serializers.Serializer[Any]):
    starts_at = serializers.DateTimeField()


class OwnCancellationSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    late_accepted = serializers.BooleanField(
        default=False, help_text="Within the notice of the business: the session counts, and that is accepted."
    )


class OwnSessionSerializer(serializers.Serializer[Any]):
    """The session as it stands now; `/sessions/{id}/` has all of it."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    state = serializers.CharField()
    version = serializers.IntegerField()


class FeedSerializer(serializers.Serializer[Any]):
    address = serializers.URLField(help_text="Private: whoever has it sees when you train.")
