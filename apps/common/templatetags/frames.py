"""Larger frames that hold other markup: panels behind tabs, charts, cards. Registered by `ui`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.translation import gettext

from apps.common.templatetags.markup import classes

if TYPE_CHECKING:
    from django.utils.safestring import SafeString


def panels(content: str, label: str) -> SafeString:
    """Hold `{% panel %}`s, one shown at a time behind tabs; without scripts they stand one after the other.

    Tabs that are addresses of their own are `{% tabs %}`.
    """
    return format_html('<div class="panels" data-island="panels" data-label="{}">{}</div>', label, content)


def panel(content: str, title: str) -> SafeString:
    """Hold one panel of `{% panels %}`; its title becomes the tab."""
    return format_html('<div data-panel="{}"><h3 data-panel-title>{}</h3>{}</div>', title, title, content)


def card(content: str, title: str, *, href: str = "", note: str = "", wide: bool = False) -> SafeString:
    """Hold one thing in `<ul class="cards">`.

    Args:
        content: the block: what there is to know before opening it.
        title: its name.
        href: where the whole card leads.
        note: a quiet line under the name.
        wide: as wide as two.

    """
    name = format_html('<a href="{}" data-card-link>{}</a>', href, title) if href else title
    return format_html(
        '<li class="{}"><h3 class="card-title">{}</h3>{}{}</li>',
        classes("card", "card-wide" if wide else ""),
        name,
        format_html('<p class="card-note">{}</p>', note) if note else "",
        content,
    )


def chart_frame(content: str, title: str, summary: str, *, state: str = "") -> SafeString:
    """Hold a chart: its name, what it says in a sentence, the drawing, and its numbers as a table.

    Args:
        content: the drawing (`<svg class="chart" aria-hidden="true">`), a `.legend` where several things are drawn,
            and the table in `<details class="chart-table">`.
        title: what is drawn, with its unit.
        summary: the sentence that somebody who cannot see the drawing needs; it stands under the title.
        state: "" drawn, "loading" its place is kept.

    """
    body = (
        format_html(
            '<div class="chart-wait" role="status"><span class="visually-hidden">{}</span></div>', gettext("Loading")
        )
        if state == "loading"
        else content
    )
    return format_html(
        '<figure class="chart-frame"><figcaption><b>{}</b><span>{}</span></figcaption>{}</figure>',
        title,
        summary,
        body,
    )
