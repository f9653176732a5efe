"""Hours in which a trainer does not work, drawn behind their column. Nothing here asks the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from apps.sessions.calendar.timetable import DAY_STEPS, Shade, Timetable, steps_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

type Open = Sequence[tuple[datetime, datetime]]


def shade(table: Timetable, hours: Mapping[tuple[date, UUID | None], Open]) -> None:
    """Shade what lies outside the working hours of each column's day and trainer; a column without hours stays white."""
    for column in table.columns:
        open_ = hours.get((column.day, column.trainer_id))
        if open_ is not None:
            column.shades = _closed(open_, column.day, table.first_hour * 12, table.last_hour * 12)


def _closed(open_: Open, day: date, first: int, last: int) -> list[Shade]:
    shades, at = [], first
    for start, end in open_:
        begins, ends = timezone.localtime(start), timezone.localtime(end)
        opens = steps_of(begins.time()) if begins.date() == day else 0
        if opens > at:
            shades.append(Shade(at, min(opens, last) - at))
        at = max(at, steps_of(ends.time()) if ends.date() == day else DAY_STEPS)
    return [*(one for one in shades if one.steps > 0), *([Shade(at, last - at)] if at < last else [])]
