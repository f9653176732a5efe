"""What the API says and takes of messages of the team."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field
from rest_framework import serializers

from apps.clients.models import ClientMessage, MessageCopy, MessageOptOut
from apps.clients.models.message import LONGEST_SUBJECT, LONGEST_TEXT
from apps.clients.selectors.messages import left_copies
from apps.clients.services.bulk.asking import MOST_CHOSEN

MOST_LISTED = 200
ONE = OpenApiExample(
    "A word to one client",
    request_only=True,
    value={"subject": "Tomorrow at 07:30", "text": "Hi {first_name},\n\nplease bring your shoes.\n\n{sender}"},
)
TWO = OpenApiExample(
    "To two clients",
    request_only=True,
    value={
        "subject": "New hours at {business}",
        "text": "Hi {first_name},\n\nfrom Monday we open at 06:00.",
        "clients": ["0190f3a2-5c1e-7d4b-8a6f-2b9c4d5e6f70", "0190f3a2-5c1e-7d4b-8a6f-2b9c4d5e6f71"],
    },
)
ALL = OpenApiExample(
    "To all who have not come for a month",
    request_only=True,
    value={"subject": "We miss you", "text": "Hi {first_name}, shall we find a time?", "query": {"unseen_for": "30"}},
)


class NotSentSerializer(serializers.Serializer[Any]):
    """A client who did not get it, and why."""

    client = serializers.UUIDField()
    name = serializers.CharField()
    reason = serializers.CharField()


class MessageSerializer(serializers.ModelSerializer[ClientMessage]):
    """A message. `total` is how many it was asked for, `expected` how many could get it then; `left` lists the first who did not."""

    is_busy = serializers.BooleanField(help_text="A task still sends it: ask again.")
    left_count = serializers.IntegerField(source="left")
    left = serializers.SerializerMethodField()
    by = serializers.UUIDField(source="created_by_id", allow_null=True)

    class Meta:
        model = ClientMessage
        fields = (
            *("id", "subject", "text", "query", "state", "is_busy", "total", "expected", "sent"),
            *("left_count", "left", "reason", "by", "created_at"),
        )
        read_only_fields = fields

    @extend_schema_field(NotSentSerializer(many=True))
    def get_left(self, message: ClientMessage) -> list[dict[str, str]]:
        copies = left_copies(message, MOST_LISTED) if message.left and self.context.get("with_left", True) else []
        return [{"client": str(one.client_id), "name": one.client.full_name, "reason": one.reason} for one in copies]


class WordsSerializer(serializers.Serializer[Any]):
    """What it says; {first_name}, {last_name}, {business} and {sender} are filled in for each client."""

    id = serializers.UUIDField(
        required=False, help_text="Yours to choose; the same id again answers with the same message."
    )
    subject = serializers.CharField(max_length=2 * LONGEST_SUBJECT, help_text="Up to 120 characters.")
    text = serializers.CharField(max_length=2 * LONGEST_TEXT, help_text="Up to 5,000 characters.")


class WhomSerializer(serializers.Serializer[Any]):
    """Either `clients` or `query`."""

    clients = serializers.ListField(
        child=serializers.UUIDField(), required=False, allow_empty=False, max_length=MOST_CHOSEN
    )
    query = serializers.DictField(
        child=serializers.CharField(max_length=200),
        required=False,
        help_text="Parameters of the list: all that they find now. {} is everybody who is not archived.",
    )


class NewMessageSerializer(WhomSerializer, WordsSerializer):
    """A message to many: its words, and either `clients` or `query`."""


class AudienceSerializer(serializers.Serializer[Any]):
    """Whom a message would reach now; each client is counted under the first reason."""

    total = serializers.IntegerField()
    reached = serializers.IntegerField()
    archived = serializers.IntegerField()
    no_email = serializers.IntegerField()
    opted_out = serializers.IntegerField()


class CopySerializer(serializers.ModelSerializer[MessageCopy]):
    """One client's copy: `reason` says why a copy that is `left` was not sent."""

    message = serializers.UUIDField(source="message_id")
    subject = serializers.CharField(source="message.subject")
    by_name = serializers.CharField(source="message.created_by.full_name", default="")

    class Meta:
        model = MessageCopy
        fields = ("id", "message", "subject", "state", "reason", "by_name", "created_at")
        read_only_fields = fields


class OptOutSerializer(serializers.ModelSerializer[MessageOptOut]):
    """Since when a client wants no messages, and how they said so."""

    since = serializers.DateTimeField(source="created_at")

    class Meta:
        model = MessageOptOut
        fields = ("since", "way")
        read_only_fields = fields


class WantedSerializer(serializers.Serializer[Any]):
    """Whether messages of the team are wanted; `refused` says since when not."""

    wanted = serializers.BooleanField()
    refused = OptOutSerializer(allow_null=True, read_only=True)
