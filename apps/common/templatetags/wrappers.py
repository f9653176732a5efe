"""Components that hold other markup, written as block tags: {% dialog … %}…{% enddialog %}. Registered by `ui`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from apps.common.templatetags import pieces
from apps.common.templatetags.markup import classes

if TYPE_CHECKING:
    import datetime as dt


def section(  # noqa: PLR0913 one tag for every section
    content: str, title: str, *, count: str | int = "", link: str = "", link_label: str = "", level: int = 2
) -> SafeString:
    """Hold a titled part of a page.

    Args:
        content: the block.
        title: its heading.
        count: a number or short words beside it.
        link: an address at the far end of the heading line.
        link_label: the words of that link.
        level: 2, or 3 inside another section.

    """
    heading = format_html("<h{0}>{1}</h{0}>", level, title)
    beside = format_html(' <span class="count">{}</span>', count) if count != "" else ""
    far = format_html(' <a href="{}">{}</a>', link, link_label) if link else ""
    return format_html(
        '<section class="section"><div class="section-head">{}{}{}</div>{}</section>', heading, beside, far, content
    )


def dialog(content: str, name: str, title: str, *, wide: bool = False) -> SafeString:
    """Hold a decision that stops the work; opened by any `data-dialog-open="name"` button.

    Args:
        content: the block; end it with a `.dialog-actions` row.
        name: the id.
        title: the question or the thing to decide.
        wide: 640 px instead of 440.

    """
    return format_html(
        '<dialog class="{}" id="{}" aria-labelledby="{}-title"><h2 id="{}-title">{}</h2>{}</dialog>',
        classes("dialog", "dialog-wide" if wide else ""),
        name,
        name,
        name,
        title,
        content,
    )


def drawer(content: str, name: str, title: str) -> SafeString:
    """Hold something to look at or edit beside the list; a bottom sheet on a phone. Opened as a dialog is."""
    return format_html(
        '<dialog class="drawer" id="{}" aria-labelledby="{}-title"><div class="drawer-head"><h2 id="{}-title">{}</h2>'
        '<form method="dialog">{}</form></div>{}</dialog>',
        name,
        name,
        name,
        title,
        pieces.button(gettext("Close"), kind="ghost", icon="close", icon_only=True),
        content,
    )


def menu(  # noqa: PLR0913 one tag for every menu
    content: str,
    label: str,
    *,
    icon: str = "",
    icon_only: bool = False,
    kind: str = "",
    start: bool = False,
) -> SafeString:
    """Hold a list of `.menu-item` links and buttons under a button; opens without JavaScript.

    Args:
        content: the items.
        label: the words of the button.
        icon: its icon.
        icon_only: show the icon alone, the words become the accessible name.
        kind: the button's kind.
        start: align the list with the start of the button instead of its end.

    """
    names = classes("button", f"button-{kind}" if kind else "", "button-icon" if icon_only else "")
    voice = format_html(' aria-label="{}" title="{}"', label, label) if icon_only else ""
    drawn = pieces.icon(icon) if icon else ""
    words = "" if icon_only else format_html("{} {}", label, pieces.icon("down"))
    return format_html(
        '<details class="{}" data-menu><summary class="{}"{}>{}{}</summary><div class="menu-list">{}</div></details>',
        classes("menu", "menu-start" if start else ""),
        names,
        voice,
        drawn,
        words,
        content,
    )


def empty(content: str, text: str, *, title: str = "") -> SafeString:
    """Say what will be here and offer one action (the block)."""
    heading = format_html("<h2>{}</h2>", title) if title else ""
    return format_html('<div class="empty">{}<p>{}</p>{}</div>', heading, text, content)


def alert(content: str, tone: str = "info", *, title: str = "", banner: bool = False) -> SafeString:
    """Tell something in place.

    Args:
        content: the words.
        tone: "info", "ok", "warn" or "danger"; a danger is announced at once.
        title: a bold first line.
        banner: edge to edge, over a page.

    """
    return format_html(
        '<div class="{}" role="{}">{}<div>{}{}</div></div>',
        classes("alert", f"alert-{tone}", "banner" if banner else ""),
        "alert" if tone == "danger" else "status",
        pieces.icon(pieces.TONE_ICONS[tone]),
        format_html("<strong>{}</strong>", title) if title else "",
        content,
    )


def event_row(content: str, icon: str, at: dt.datetime | None = None) -> SafeString:
    """Hold one entry of a `<ol class="timeline">`: an icon, the block, and when it happened."""
    return format_html(
        '<li><span class="timeline-icon">{}</span><div class="timeline-body">{}</div>{}</li>',
        pieces.icon(icon),
        content,
        pieces.local_time(at),
    )


def skeleton(lines: int = 3, kind: str = "text") -> SafeString:
    """Draw grey bars where something will stand; they show after 200 ms.

    Args:
        lines: how many.
        kind: "text" lines, "rows" of a list of people, "cards", or "stats".

    """
    bars = mark_safe("<i></i>" * lines)  # noqa: S308 a constant
    return format_html(
        '<div class="{}" role="status"><span class="visually-hidden">{}</span>{}</div>',
        classes("skeleton", "" if kind == "text" else f"skeleton-{kind}"),
        gettext("Loading"),
        bars,
    )
