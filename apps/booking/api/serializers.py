"""Booking as the API shows and takes it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.booking.models import BookableType
from apps.booking.models.bookable import LONGEST, SHORTEST, BookableKind

FOR_WHOM = "Id of a minor whose guardian the client is; left out, the client themselves."

ANYBODY = "Left out: anybody who gives it; booked is who of the free has the fewest hours that week."


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
    trainer = serializers.UUIDField(required=False, help_text=ANYBODY)
    client = serializers.UUIDField(required=False, help_text=FOR_WHOM)
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
    trainer = serializers.UUIDField(required=False, help_text=ANYBODY)
    starts_at = serializers.DateTimeField()
    client = serializers.UUIDField(required=False, help_text=FOR_WHOM)


class OwnMoveSerializer(serializers.Serializer[Any]):
    """Another time, or for a place in a group another `group` of its class."""

    starts_at = serializers.DateTimeField(required=False)
    group = serializers.UUIDField(required=False, help_text="Id of another group of the class (`me/groups/`).")
    client = serializers.UUIDField(required=False, help_text=FOR_WHOM)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("starts_at" in attrs) == ("group" in attrs):
            raise serializers.ValidationError({"starts_at": _("Give a time, or a group.")})
        return attrs


class OwnCancellationSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    client = serializers.UUIDField(required=False, help_text=FOR_WHOM)
    late_accepted = serializers.BooleanField(
        default=False, help_text="Within the notice of the business: the session counts, and that is accepted."
    )


class OwnPlaceSerializer(serializers.Serializer[Any]):
    """For whom a place is; without `client` for who asks."""

    client = serializers.UUIDField(required=False, help_text=FOR_WHOM)


class OpenGroupSerializer(serializers.Serializer[Any]):
    """A group in which a client may take a place. Nobody learns who else comes."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    trainer = serializers.UUIDField(source="trainer_id")
    where = serializers.CharField(help_text="Room and location, else the place in words.")
    capacity = serializers.IntegerField()
    seats_left = serializers.IntegerField(source="left", help_text="Neither taken nor kept for who was offered one.")


class OwnTurnSerializer(serializers.Serializer[Any]):
    """A client's turn in the line of a full group, as in `me/waiting/`."""

    id = serializers.UUIDField()
    session = serializers.UUIDField(source="session_id")
    client = serializers.UUIDField(source="client_id")
    state = serializers.CharField()
    joined_at = serializers.DateTimeField()


class OwnSessionSerializer(serializers.Serializer[Any]):
    """The session as it stands now; `/sessions/{id}/` has all of it."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    trainer = serializers.UUIDField(source="trainer_id")
    state = serializers.CharField()
    version = serializers.IntegerField()


class FeedSerializer(serializers.Serializer[Any]):
    address = serializers.URLField(help_text="Private: whoever has it sees when you train.")
