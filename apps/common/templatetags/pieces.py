"""Small pieces of a page: icon, avatar, badge, button, numbers and times. Registered by `ui`."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

from apps.common.templatetags import drawing, formats, people
from apps.common.templatetags.markup import attributes, classes, fill
from apps.common.templatetags.sprite import shapes

if TYPE_CHECKING:
    from collections.abc import Sequence

TONE_ICONS = {"ok": "check", "warn": "alert", "danger": "alert", "info": "info"}
MIRRORED = {"left", "right", "logout"}


def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """Draw an icon of the set.

    Args:
        name: its name in templates/components/icons.svg without the prefix.
        size: "" 20 px, "small" 16 px, "large" 24 px.
        label: what it says when it stands alone; without it the icon is hidden from screen readers.

    Raises:
        KeyError: no icon has that name.

    """
    return _drawn(name, size, fill('role="img" aria-label="{}"', label)) if label else _silent(name, size)


@cache
def _silent(name: str, size: str) -> SafeString:
    return _drawn(name, size, mark_safe('aria-hidden="true"'))


def _drawn(name: str, size: str, voice: SafeString) -> SafeString:
    names = classes("icon", f"icon-{size}" if size else "", "icon-flip" if name in MIRRORED else "")
    shape = mark_safe(shapes()[name])  # noqa: S308 our own file
    return fill('<svg class="{}" width="20" height="20" viewBox="0 0 20 20" {}>{}</svg>', names, voice, shape)


def avatar(person: object, size: str = "") -> SafeString:
    """Draw a person's initials on a quiet tint; decorative, so the name must stand beside it.

    Args:
        person: an object with `full_name` (its own `photo_url`, `initials` and `hue` win; a large one is drawn from
            `photo_medium_url`), or a name.
        size: "" 32 px, "small" 24 px, "large" 60 px.

    """
    name = people.name_of(person)
    hue = getattr(person, "hue", None)
    larger = getattr(person, "photo_medium_url", "") if size == "large" else ""
    photo = larger or getattr(person, "photo_url", "")
    return fill(
        '<span class="{} hue-{}" aria-hidden="true">{}</span>',
        classes("avatar", f"avatar-{size}" if size else ""),
        int(hue) % people.HUES if isinstance(hue, int) else people.hue_of(name),
        fill('<img src="{}" alt="" loading="lazy" decoding="async">', photo)
        if photo
        else getattr(person, "initials", "") or people.initials_of(name),
    )


def badge(tone: str, label: str, icon: str = "") -> SafeString:
    """Draw a state as an icon and a word.

    Args:
        tone: "ok", "warn", "danger", "info", "brand" or "" (neutral).
        label: the word.
        icon: an icon's name; each tone but "" and "brand" has its own.

    """
    drawn = icon or TONE_ICONS.get(tone, "")
    return fill(
        '<span class="{}">{}{}</span>',
        classes("badge", f"badge-{tone}" if tone else ""),
        _icon(drawn),
        label,
    )


def button(  # noqa: PLR0913 one tag for every button
    label: str,
    *,
    kind: str = "",
    size: str = "",
    icon: str = "",
    href: str = "",
    key: str = "",
    icon_only: bool = False,
    css: str = "",
    **extra: object,
) -> SafeString:
    """Draw a button, or a link that looks like one.

    Args:
        label: the words; with `icon_only` they become the accessible name.
        kind: "" outlined, "primary" (one per region), "ghost", "danger".
        size: "", "small", "large".
        icon: an icon's name.
        href: makes it a link.
        key: the keyboard key shown beside it ("N"); also its `aria-keyshortcuts`.
        icon_only: show the icon alone.
        css: more classes ("button-block", "desk-only").
        extra: further attributes, underscores for dashes: `type="button"`, `hx_get=url`, `data_dialog_open="id"`.

    """
    names = classes(
        "button",
        f"button-{kind}" if kind else "",
        f"button-{size}" if size else "",
        "button-icon" if icon_only else "",
        css,
    )
    values: dict[str, object] = {"class": names, "aria-keyshortcuts": key or None, **extra}
    if icon_only:
        values.setdefault("aria_label", label)
        values.setdefault("title", label)
    inner = _icon(icon) if icon_only else _words(label, icon, key)
    if href:
        return fill("<a{}>{}</a>", attributes({"href": href, **values}), inner)
    return fill("<button{}>{}</button>", attributes({"type": "submit", **values}), inner)


def _words(label: str, icon: str, key: str) -> SafeString:
    words = fill("{}{}", _icon(icon), label)
    return fill('{}<kbd class="desk-only" aria-hidden="true">{}</kbd>', words, key) if key else words


def sparkline(numbers: Sequence[float | int]) -> SafeString:
    """Draw numbers, oldest first, as a line with its last point marked; decorative, say the number beside it."""
    points = drawing.spark_points([float(number) for number in numbers])
    if not points:
        return SafeString("")
    x, y = points[-1]
    return fill(
        '<svg class="spark" viewBox="0 0 92 30" aria-hidden="true"><path d="{}"/><circle cx="{}" cy="{}" r="3"/></svg>',
        drawing.spark_path(points),
        x,
        y,
    )


def progress(percent: float, label: str) -> SafeString:
    """Draw a bar filled to `percent` (0 to 100) with its accessible name."""
    share = share_of(percent)
    return fill(
        '<div class="progress pct-{}" role="progressbar" aria-valuenow="{}" aria-valuemin="0" aria-valuemax="100"'
        ' aria-label="{}"><i></i></div>',
        share,
        share,
        label,
    )


def meter(percent: float, *, low: bool = False) -> SafeString:
    """Draw a short bar and its number: "92 %". `low=True` says by colour that it needs a look."""
    share = share_of(percent)
    return fill(
        '<span class="{}"><i class="pct-{}"></i>{}\N{NO-BREAK SPACE}%</span>',
        classes("meter", "is-low" if low else ""),
        share,
        share,
    )


def share_of(percent: float) -> int:
    """Return `percent` as a whole number from 0 to 100."""
    return max(0, min(100, round(percent)))


def kind(name: str) -> SafeString:
    """Draw the mark of a session's kind: "personal", "group" or "online". Decorative: the word stands beside it."""
    return fill('<i class="kind kind-{}" aria-hidden="true"></i>', name)


def local_time(value: dt.datetime | None, *, words: bool = True) -> SafeString:
    """Show a moment in the current time zone: "Thu 26, 12:30"; nothing for None. `words=False`: no "Today"."""
    if not value:
        return SafeString("")
    at = formats.local(value)
    return _time(at, formats.moment_text(at, words=words))


def day(value: dt.date | dt.datetime | None, *, words: bool = True) -> SafeString:
    """Show a day: "Thu 26"; of a moment, the day it has in the current time zone; nothing for None."""
    if not value:
        return SafeString("")
    at = formats.local(value) if isinstance(value, dt.datetime) else value
    return _time(at, formats.day_text(at.date() if isinstance(at, dt.datetime) else at, words=words))


def clock(value: dt.datetime | dt.time | None) -> SafeString:
    """Show the time of day in the current time zone: "12:30"; nothing for None."""
    if value is None:
        return SafeString("")
    at = formats.local(value) if isinstance(value, dt.datetime) else value
    return _time(at, formats.clock_text(at))


def money(minor: int, currency: str, *, whole: bool = False) -> str:
    """Show integer minor units of an ISO 4217 currency: "€21.40"; `whole=True` rounds to "€21"."""
    return formats.money_text(minor, currency, whole=whole)


def _icon(name: str) -> SafeString:
    return icon(name) if name else SafeString("")


def _time(value: dt.date | dt.datetime | dt.time, text: str) -> SafeString:
    """Mark up a day, or a time that is already the reader's own."""
    stamp = value.isoformat(timespec="minutes") if isinstance(value, dt.datetime) else value.isoformat()
    return fill('<time datetime="{}">{}</time>', stamp, text)
