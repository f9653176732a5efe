"""A month as weeks of days: how many sessions each has, and the first of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from apps.sessions.calendar.entries import taking_place
from apps.sessions.calendar.timetable import MOST_DOTS, week_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apps.sessions.calendar.entries import Entry

MOST_SHOWN = 3


@dataclass(slots=True)
class MonthDay:
    """One day; `is_other` lies in the month before or after."""

    day: date
    is_today: bool
    is_other: bool
    entries: list[Entry] = field(default_factory=list)

    @property
    def booked(self) -> int:
        return taking_place(self.entries)

    @property
    def shown(self) -> list[Entry]:
        """The first, those that take place before those that were called off; one more rather than “+1 more”."""
        most = MOST_SHOWN + (len(self.entries) == MOST_SHOWN + 1)
        return sorted(self.entries, key=lambda entry: entry.is_called_off)[:most]

    @property
    def more(self) -> int:
        return len(self.entries) - len(self.shown)

    @property
    def dots(self) -> range:
        return range(min(self.booked, MOST_DOTS))


def days_of_month(day: date) -> list[date]:
    """Return whole weeks, from the Monday before the first to the Sunday after the last of the month."""
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    start, end = week_of(first)[0], week_of(last)[-1]
    return [start + timedelta(days=number) for number in range((end - start).days + 1)]


def month_of(day: date, entries: Sequence[Entry], *, today: date) -> list[list[MonthDay]]:
    """Return the weeks of a month with their sessions, which come sorted by start; each stands on the day it starts."""
    days = {one: MonthDay(one, one == today, one.month != day.month) for one in days_of_month(day)}
    for entry in entries:
        if (one := days.get(entry.start.date())) is not None:
            one.entries.append(entry)
    cells = list(days.values())
    return [cells[number : number + 7] for number in range(0, len(cells), 7)]
