"""A week on the wall clock, and what it comes to in UTC, on days when the clocks change too."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from zoneinfo import ZoneInfo

type Span = Sequence[int]
type Week = Sequence[Sequence[Span]]
type Period = tuple[datetime, datetime]

DAY_MINUTES = 24 * 60
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
USUAL: Week = [[(6 * 60, 21 * 60)]] * 7
"""The hours of whoever has said nothing else."""


def no_week() -> list[list[list[int]]]:
    """Return a week without work."""
    return [[] for _ in range(7)]


def at_clock(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Return when the wall clock of a zone shows this minute of a day, in UTC.

    Of a time that comes twice the first counts; one that does not exist is the moment at which the clocks go forward.
    """
    wall = datetime.combine(day, time(0)) + minute * MINUTE
    moment = wall.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall:
        return moment
    return _jump(wall.replace(tzinfo=zone, fold=1).astimezone(UTC), moment, zone)


def _jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the minute between two moments at which the zone's offset changes."""
    old = before.astimezone(zone).utcoffset()
    while after - before > MINUTE:
        middle = before + ((after - before) // 2 // MINUTE) * MINUTE
        before, after = (middle, after) if middle.astimezone(zone).utcoffset() == old else (before, middle)
    return after


def periods_of(week: Week, zone: ZoneInfo, since: datetime, until: datetime) -> list[Period]:
    """Return when the week is worked between two moments, in UTC, sorted and joined where one ends as the next begins."""
    return joined(clipped(_spans(week, zone, since, until), since.astimezone(UTC), until.astimezone(UTC)))


def _spans(week: Week, zone: ZoneInfo, since: datetime, until: datetime) -> Iterator[Period]:
    day, last = since.astimezone(zone).date() - DAY, until.astimezone(zone).date()
    while day <= last:
        for opens, closes in week[day.weekday()]:
            yield at_clock(day, opens, zone), at_clock(day, closes, zone)
        day += DAY


def clipped(periods: Iterable[Period], since: datetime, until: datetime) -> Iterator[Period]:
    """Give what of the periods lies between two moments."""
    for start, end in periods:
        if max(start, since) < min(end, until):
            yield max(start, since), min(end, until)


def joined(periods: Iterable[Period]) -> list[Period]:
    """Return sorted periods with those that touch or overlap made one."""
    found: list[Period] = []
    for start, end in sorted(periods):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def without(periods: Sequence[Period], taken: Iterable[Period]) -> list[Period]:
    """Return what is left of sorted periods once others are taken out of them; both may be many."""
    found: list[Period] = []
    holes, at = joined(taken), 0
    for start, end in periods:
        while at < len(holes) and holes[at][1] <= start:
            at += 1
        cursor, index = start, at
        while index < len(holes) and holes[index][0] < end:
            if holes[index][0] > cursor:
                found.append((cursor, holes[index][0]))
            cursor = max(cursor, holes[index][1])
            index += 1
        if cursor < end:
            found.append((cursor, end))
    return found
