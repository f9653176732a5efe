"""What the calendar's templates draw many times: `{% load calendar_parts %}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html_join

from apps.common.templatetags.formats import as_day
from apps.sessions.calendar.asked import View
from apps.sessions.calendar.blocks import name_of
from apps.sessions.models.states import Kind, State

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.utils.safestring import SafeString

    from apps.sessions.calendar.asked import Asked
    from apps.sessions.calendar.blocks import Painter
    from apps.sessions.calendar.entries import Entry
    from apps.sessions.calendar.month import MonthDay
    from apps.sessions.calendar.timetable import Column

register = template.Library()
register.filter(as_day)

TONES = {
    State.IN_PROGRESS: ("brand", "play"),
    State.COMPLETED: ("ok", "check"),
    State.CANCELLED: ("", "close"),
    State.NO_SHOW: ("warn", "alert"),
}


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


@register.simple_tag
def blocks(column: Column, paint: Painter) -> SafeString:
    """Draw a column's sessions."""
    return _joined(
        paint.block(block.entry, block.css, is_begun_before=block.is_begun_before) for block in column.blocks
    )


@register.simple_tag
def lines(cell: MonthDay, paint: Painter) -> SafeString:
    """Draw the first sessions of a month's day."""
    return _joined(paint.line(entry) for entry in cell.shown)


@register.simple_tag
def day_url(asked: Asked, day: date) -> str:
    """Return the address of a day, narrowed as what is shown."""
    return asked.url(view=View.DAY.value, date=day)


@register.inclusion_tag("sessions/_agenda_row.html")
def agenda_row(entry: Entry, paint: Painter) -> dict[str, Any]:
    """Draw a line of the agenda; what is simply booked needs no badge."""
    tone, icon = TONES.get(State(entry.state), (None, ""))
    return {
        "entry": entry,
        "name": name_of(entry),
        "url": paint.url(entry),
        "kind_label": Kind(entry.kind).label,
        "state_label": State(entry.state).label,
        "tone": tone,
        "icon": icon,
    }
