"""Words that people put on things: tags, and several people side by side. Registered by `ui`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext

from apps.common.templatetags import people, pieces

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.safestring import SafeString


def tag(label: str, *, href: str = "", remove: str = "", hue: int | None = None) -> SafeString:
    """Draw a word that people gave a thing; unlike a badge it says nothing about its state.

    Args:
        label: the word, in any script.
        href: where it leads, usually everything with the same tag.
        remove: an address that takes it away; without scripts a page that asks.
        hue: the number of its tint, 0 to 11.

    """
    name = format_html('<a href="{}" dir="auto">{}</a>', href, label) if href else format_html("<bdi>{}</bdi>", label)
    cross = (
        format_html(
            '<a class="tag-remove" href="{}">{}</a>',
            remove,
            pieces.icon("close", "small", gettext("Remove %(tag)s") % {"tag": label}),
        )
        if remove
        else ""
    )
    dot = "" if hue is None else format_html('<i class="tag-dot hue-{}"></i>', hue)
    return format_html('<span class="tag">{}{}{}</span>', dot, name, cross)


def avatars(persons: Iterable[object], *, most: int = 4) -> SafeString:
    """Draw several people side by side, and how many more there are; their names are read out."""
    everybody = list(persons)
    shown, more = everybody[:most], max(0, len(everybody) - most)
    drawn = format_html_join("", "{}", ((pieces.avatar(person),) for person in shown))
    rest = format_html('<span class="avatar avatar-more">+{}</span>', more) if more else ""
    names = [people.name_of(person) for person in shown]
    if more:
        names.append(ngettext("%(count)d more", "%(count)d more", more) % {"count": more})
    return format_html('<span class="avatars" role="img" aria-label="{}">{}{}</span>', ", ".join(names), drawn, rest)
