"""What the API says and takes of notes and logged contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers

from apps.clients.models import ClientContact, ClientNote
from apps.clients.models.contact import OPEN
from apps.clients.models.note import LONGEST_NOTE
from apps.clients.note_forms import WAYS

if TYPE_CHECKING:
    from django.db.models import QuerySet

NOTE = OpenApiExample(
    "Pinned to the profile",
    request_only=True,
    value={"body": "Counts in German when it gets heavy.", "is_pinned": True, "about_health": False},
)
PIN = OpenApiExample("Unpin it", request_only=True, value={"is_pinned": False})
CONTACT = OpenApiExample(
    "They called, and want to be called back",
    request_only=True,
    value={"way": "call", "direction": "in", "said": "Asks for mornings.", "follow_up_on": "2027-01-11"},
)
LATER = OpenApiExample("Follow up a week later", request_only=True, value={"follow_up_on": "2027-01-18"})


class NoteSerializer(serializers.ModelSerializer[ClientNote]):
    """A note. `edited_at` is null while it says what it said at first."""

    author_name = serializers.CharField(source="author.full_name", default="", read_only=True)

    class Meta:
        model = ClientNote
        fields = (
            *("id", "body", "about_health", "is_pinned", "author", "author_name"),
            *("created_at", "edited_at", "edited_by", "version"),
        )
        read_only_fields = fields


class NoteChangeSerializer(serializers.Serializer[Any]):
    """What can be changed."""

    body = serializers.CharField(max_length=2 * LONGEST_NOTE, required=False)
    about_health = serializers.BooleanField(required=False, help_text="Kept from who does not see health.")
    is_pinned = serializers.BooleanField(required=False)


class NewNoteSerializer(NoteChangeSerializer):
    """A note to write: up to 5,000 characters."""

    body = serializers.CharField(max_length=2 * LONGEST_NOTE)


class NoteQuerySerializer(serializers.Serializer[Any]):
    """How to narrow the notes."""

    is_pinned = serializers.BooleanField(required=False, allow_null=True, default=None)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in attrs.items() if value is not None}


class LoggedContactSerializer(serializers.ModelSerializer[ClientContact]):
    """A contact. `letter` names what a letter of the product was about; `said` is its subject then."""

    way = serializers.ChoiceField(choices=ClientContact.Way.choices, read_only=True)
    by_name = serializers.CharField(source="by.full_name", default="", read_only=True)

    class Meta:
        model = ClientContact
        fields = (
            *("id", "way", "direction", "said", "letter", "at", "by", "by_name"),
            *("follow_up_on", "followed_up_at", "followed_up_by", "version"),
        )
        read_only_fields = fields


class ContactChangeSerializer(serializers.Serializer[Any]):
    """What can be changed."""

    way = serializers.ChoiceField(choices=WAYS, required=False)
    direction = serializers.ChoiceField(
        choices=ClientContact.Direction.choices, required=False, help_text="`out` to the client, `in` from the client."
    )
    said = serializers.CharField(
        max_length=10_000, required=False, allow_blank=True, help_text="Up to 2,000 characters."
    )
    at = serializers.DateTimeField(required=False, help_text="When it happened.")
    follow_up_on = serializers.DateField(required=False, allow_null=True, help_text="Today or later.")


class NewContactSerializer(ContactChangeSerializer):
    """A contact to log; `direction` is `out`, and `at` is now, unless said."""

    way = serializers.ChoiceField(choices=WAYS)


class ContactQuerySerializer(serializers.Serializer[Any]):
    """How to narrow the log."""

    way = serializers.ChoiceField(choices=ClientContact.Way.choices, required=False)
    follow_up = serializers.ChoiceField(choices=["open"], required=False, help_text="Only what is to be followed up.")


def narrowed(contacts: QuerySet[ClientContact], asked: dict[str, Any]) -> QuerySet[ClientContact]:
    """Narrow the log to what was asked for."""
    if way := asked.get("way"):
        contacts = contacts.filter(way=way)
    return contacts.filter(OPEN) if asked.get("follow_up") else contacts
