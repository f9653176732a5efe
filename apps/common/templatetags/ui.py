"""The product's template tags: `{% load ui %}`. docs/front-end.md lists them with examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django_vite.core.asset_loader import DjangoViteAssetLoader
from django_vite.core.exceptions import DjangoViteAssetNotFoundError, DjangoViteManifestError

from apps.common.templatetags import fields, frames, labels, pieces, wrappers
from apps.common.templatetags.markup import attributes, breakable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.template import Context

register = template.Library()

for piece in (
    pieces.icon,
    pieces.avatar,
    pieces.badge,
    pieces.button,
    pieces.sparkline,
    pieces.progress,
    pieces.meter,
    pieces.kind,
    pieces.local_time,
    pieces.day,
    pieces.clock,
    pieces.money,
    labels.tag,
    labels.avatars,
    wrappers.skeleton,
    fields.field,
):
    register.simple_tag(piece)

register.filter(breakable)

for wrapper in (
    wrappers.section,
    wrappers.dialog,
    wrappers.drawer,
    wrappers.menu,
    wrappers.empty,
    wrappers.alert,
    wrappers.event_row,
    frames.panels,
    frames.panel,
    frames.card,
    frames.chart_frame,
):
    register.simple_block_tag(wrapper)


@register.inclusion_tag("components/tabs.html")
def tabs(items: Iterable[object], label: str) -> dict[str, Any]:
    """Draw tabs that are links.

    Args:
        items: each with `label`, `url`, and where it helps `count` and `current`.
        label: the accessible name of the row.

    """
    return {"items": items, "label": label}


@register.inclusion_tag("components/segmented.html")
def segmented(items: Iterable[object], label: str) -> dict[str, Any]:
    """Draw a choice of few as links side by side; arguments as for `tabs`."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/chip.html")
def chip(label: str, href: str, *, on: bool = False) -> dict[str, Any]:
    """Draw a filter. `on=True` tints it and its link, marked with a cross, takes it away."""
    return {"label": label, "href": href, "on": on}


@register.inclusion_tag("components/search.html")
def search(
    label: str, *, name: str = "search", value: str = "", placeholder: str = "", **extra: object
) -> dict[str, Any]:
    """Draw a search box inside your own GET form; the key `/` jumps to it.

    Args:
        label: its accessible name.
        name: the parameter.
        value: what was searched for.
        placeholder: what can be searched.
        extra: further attributes, underscores for dashes: `hx_get=url`, `hx_target="#rows"`.

    """
    return {
        "label": label,
        "name": name,
        "value": value,
        "placeholder": placeholder or label,
        "extra": attributes(extra),
    }


@register.inclusion_tag("components/column.html")
def column(label: str, href: str, *, sort: str = "", css: str = "") -> dict[str, Any]:
    """Draw the heading of a column that sorts.

    Args:
        label: its words.
        href: the list sorted by it; by the other direction when it already is.
        sort: how it is sorted now: "ascending", "descending" or "".
        css: the cell's classes ("cell-number").

    """
    return {"label": label, "href": href, "sort": sort, "css": css}


@register.inclusion_tag("components/stat.html")
def stat(  # noqa: PLR0913 one tag for every number
    label: str,
    value: object,
    *,
    unit: str = "",
    delta: str = "",
    good: bool | None = None,
    spark: Sequence[float] = (),
) -> dict[str, Any]:
    """Draw a headline number inside `<dl class="stats">`.

    Args:
        label: what it counts.
        value: the number as it is shown.
        unit: small words after it ("of 30", "%").
        delta: the comparison ("+2 pts").
        good: whether that comparison is good (True), bad (False) or neither (None).
        spark: its recent numbers, oldest first.

    """
    return {"label": label, "value": value, "unit": unit, "delta": delta, "good": good, "spark": spark}


@register.inclusion_tag("components/steps.html")
def steps(names: Iterable[str], current: int) -> dict[str, Any]:
    """Draw the steps of a longer task; `current` counts from 1."""
    return {"names": names, "current": current}


@register.inclusion_tag("components/pagination.html")
def pagination(*, newer: str = "", older: str = "", shown: str = "", label: str = "") -> dict[str, Any]:
    """Draw the way through a keyset list.

    Args:
        newer: the address of the page before, if there is one.
        older: the address of the page after, if there is one.
        shown: words such as "50 of 1,482".
        label: its accessible name where a page has two lists.

    """
    return {"newer": newer, "older": older, "shown": shown, "label": label}


@register.inclusion_tag("components/confirm.html")
def confirm_words(
    title: str, consequences: Iterable[str] = (), *, yes: str, no: str = "", typed: str = ""
) -> dict[str, Any]:
    """Put what the shared confirm dialog shall say into a `<form data-confirm>`.

    Args:
        title: verb, object and count: "Pause 3 clients?".
        consequences: what happens and what stays, one sentence each.
        yes: the button that does it, repeating the verb.
        no: the button that does not; "Cancel" when left out.
        typed: a name that must be typed first, only for what cannot be undone; it is sent as `typed`.

    """
    return {"title": title, "consequences": consequences, "yes": yes, "no": no, "typed": typed}


@register.filter
def undo_url(tags: str) -> str:
    """Return the local address in a message's tags `undo:/sessions/7/restoration/`, or nothing."""
    for tag in (tags or "").split():
        url = tag.removeprefix("undo:")
        if url != tag and url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None):
            return url
    return ""


@register.simple_tag(takes_context=True)
def drawn(context: Context, name: str) -> SafeString:
    """Draw a template once, to be shown in several places: `{% drawn "components/…" as words %}`."""
    return get_template(name).template.render(context)  # type: ignore[attr-defined, no-any-return] # the engine of our settings is Django's


@register.simple_tag
def safe_styles() -> SafeString:
    """Link the style sheets for a page that must render whatever is broken: without a build, no link."""
    return _built("src/styles/main.css", '<link rel="stylesheet" href="{}">')


@register.simple_tag
def safe_script() -> SafeString:
    """Link the script in the same way."""
    return _built("src/main.ts", '<script type="module" src="{}"></script>')


def _built(source: str, markup: str) -> SafeString:
    try:
        url = DjangoViteAssetLoader.instance().generate_vite_asset_url(source)
    except (DjangoViteAssetNotFoundError, DjangoViteManifestError):
        return SafeString("")
    return format_html(markup, url)
