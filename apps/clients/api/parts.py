"""The parts of a client that are more than a value, as the API shows and takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.clients.models.tag import LONGEST_TAG
from apps.clients.tags import tags_by_id, tags_of

if TYPE_CHECKING:
    from apps.clients.models import Client


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
