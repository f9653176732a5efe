"""The parts of a client that are more than a value, as the API shows and takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.clients.custom import fields_for
from apps.clients.models.tag import LONGEST_TAG
from apps.clients.tags import tags_by_id, tags_of

if TYPE_CHECKING:
    from apps.clients.models import Client

_KEYS = {"type": "array", "items": {"type": "string"}}
_ANSWERS = {"type": "object", "additionalProperties": True, "example": {"019b2a80-0000-7000-8000-000000000001": 82.5}}


@extend_schema_field({"type": "array", "items": {"type": "string"}, "example": ["Knee", "Morning"]})
class TagNamesField(serializers.Field[Any, Any, Any, Any]):
    """The names of a client's tags; a page of clients asks for all tags once."""

    def to_representation(self, client: Client) -> list[str]:
        shared = cast("dict[str, Any]", self.context)  # one for the whole answer
        known = shared.get("tags") or shared.setdefault("tags", tags_by_id())
        return [tag.name for tag in tags_of(client, known)]


def tag_names() -> serializers.ListField:
    """Return the field that takes them."""
    return serializers.ListField(
        child=serializers.CharField(max_length=2 * LONGEST_TAG),
        required=False,
        help_text="Names (or ids) of tags, instead of those there are. Who may add tags makes new ones.",
    )


@extend_schema_field(_ANSWERS)
class CustomAnswersField(serializers.Field[Any, Any, Any, Any]):
    """A client's answers to the fields that whoever asks may know; a page of clients asks for the fields once."""

    def to_representation(self, client: Client) -> dict[str, Any]:
        if not client.custom:
            return {}
        shared = cast("dict[str, Any]", self.context)
        if "custom" not in shared:
            shared["custom"] = {field.key for field in fields_for(shared["request"].user)}
        return {key: answer for key, answer in client.custom.items() if key in shared["custom"]}


@extend_schema_field({"oneOf": [{"type": kind} for kind in ("string", "number", "boolean")] + [_KEYS]})
class AnswerField(serializers.JSONField):
    """Whatever JSON has; the service says what each field takes."""


def custom_answers() -> serializers.DictField:
    """Return the field that takes them."""
    return serializers.DictField(
        child=AnswerField(allow_null=True),
        required=False,
        help_text="Field id and answer; fields that are absent stay, null takes an answer away. "
        "Text, long text, link: string. Number: number. Date: YYYY-MM-DD. Yes or no: true or false. "
        "One choice: its key or label. Several choices: a list of them. Problems stand at `custom.<field id>`.",
    )
