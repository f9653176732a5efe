"""What a business adds to the rows of its client list: tags, and columns of its own fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from apps.clients.custom import in_words
from apps.clients.tags import live_tags
from apps.common.templatetags.labels import tag

if TYPE_CHECKING:
    from uuid import UUID

    from django.utils.safestring import SafeString

    from apps.clients.models import Client
    from apps.clients.selectors.setup import Setup

MOST_TAGS = 2
"""In a row; how many more there are is a number."""


class Extras:
    """Each tag is drawn once for the whole page; one query where tags are shown, none else."""

    def __init__(self, wishes: Setup) -> None:
        self.fields = wishes.columns
        known = live_tags() if wishes.tags_on_list else []
        self._drawn: dict[UUID, SafeString] = {one.pk: tag(one.name, hue=one.hue) for one in known}
        self._places = {key: place for place, key in enumerate(self._drawn)}

    def cells(self, client: Client) -> list[str]:
        """Return a client's answers in words, one for each column; "" for none."""
        if not client.custom:
            return [""] * len(self.fields)
        return [in_words(one, client.custom[one.key]) if one.key in client.custom else "" for one in self.fields]

    def tags(self, client: Client) -> SafeString | str:
        """Draw a client's tags by name: the first, and how many more there are."""
        held = sorted((one for one in client.tags if one in self._places), key=self._places.__getitem__)
        if not held:
            return ""
        more = format_html('<span class="tag-more">+{}</span>', len(held) - MOST_TAGS) if held[MOST_TAGS:] else ""
        return mark_safe("".join([*(self._drawn[one] for one in held[:MOST_TAGS]), more]))  # noqa: S308 - drawn above, escaped there
