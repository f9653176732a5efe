"""Days as columns of hours: where each session stands, and which stand side by side. Nothing here asks the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

from django.utils import timezone

from apps.sessions.calendar.blocks import clock_of
from apps.sessions.calendar.entries import taking_place
from apps.sessions.models.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from apps.sessions.calendar.entries import Entry

FIVE = 5
DAY_STEPS = 24 * 60 // FIVE
SHORTEST_SHOWN = 4
MOST_LANES = 8
CASCADE_LANES, CASCADE_STEPS = 2, 6
"""Two that start half an hour apart cascade; closer ones, and more than two, stand side by side."""
FIRST_HOUR, LAST_HOUR = 7, 21
MOST_DOTS = 3


@dataclass(slots=True)
class Block:
    """A session in a column. `at` and `steps` count five minutes from midnight on the wall clock."""

    entry: Entry
    at: int
    steps: int
    now: datetime
    lane: int = 0
    lanes: int = 1
    is_split: bool = False

    is_begun_before: bool = False

    @property
    def until(self) -> int:
        return self.at + self.steps

    @property
    def css(self) -> str:
        """Return the classes of docs/front-end.md that place and paint it."""
        entry = self.entry
        names = f"event event-{entry.kind} at-{self.at} for-{self.steps} lane-{self.lane} lanes-{self.lanes}"
        if entry.ends_at <= self.now:
            names += " is-past"
        if entry.state == State.IN_PROGRESS:
            names += " is-current"
        if entry.is_called_off:
            names += " is-cancelled"
        return f"{names} is-split" if self.is_split else names


@dataclass(frozen=True, slots=True)
class More:
    """So many stand beside each other that the last lane says how many more there are."""

    at: int
    steps: int
    count: int
    lanes: int


@dataclass(frozen=True, slots=True)
class Shade:
    """Time in which nobody works."""

    at: int
    steps: int


@dataclass(slots=True)
class Column:
    """One day; in a day of the team, of one trainer."""

    day: date
    today: date
    trainer_id: UUID | None = None
    heading: str = ""
    blocks: list[Block] = field(default_factory=list)
    more: list[More] = field(default_factory=list)
    booked: int = 0
    shades: list[Shade] = field(default_factory=list)

    @property
    def is_today(self) -> bool:
        return self.day == self.today

    @property
    def dots(self) -> range:
        return range(min(self.booked, MOST_DOTS))

    @property
    def hours(self) -> float:
        """How many hours the day has: 23 or 25 where the clocks change."""
        zone = timezone.get_current_timezone()
        start = datetime.combine(self.day, time(0), zone)
        return (datetime.combine(self.day + timedelta(days=1), time(0), zone).timestamp() - start.timestamp()) / 3600


@dataclass(frozen=True, slots=True)
class Timetable:
    """Columns under one scale of hours."""

    columns: list[Column]
    first_hour: int
    last_hour: int
    now_at: int | None

    @property
    def hours(self) -> list[tuple[int, str]]:
        """Return position and words of each hour's label; the one beside the now line gives way to it."""
        marks = [(hour * 12, clock_of(time(hour))) for hour in range(self.first_hour, self.last_hour)]
        return [mark for mark in marks if self.now_at is None or abs(mark[0] - self.now_at) > CASCADE_STEPS // 2]


def timetable(entries: Sequence[Entry], *, days: list[date], now: datetime) -> Timetable:
    """Lay sessions out over days in the current time zone."""
    by_day: dict[date, list[Entry]] = {day: [] for day in days}
    for entry in entries:
        first, last = entry.days
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            if (day := date.fromordinal(ordinal)) in by_day:
                by_day[day].append(entry)
    today = timezone.localtime(now).date()
    return _table([(Column(day, today), by_day[day]) for day in days], now)


def team_day(entries: Sequence[Entry], *, day: date, team: Iterable[tuple[UUID, str]], now: datetime) -> Timetable:
    """Lay one day out with a column for each trainer, those without a session too."""
    today = timezone.localtime(now).date()
    theirs: dict[UUID, list[Entry]] = {pk: [] for pk, _name in team}
    names = dict(team)
    for entry in entries:
        theirs.setdefault(entry.trainer_id, []).append(entry)
        names.setdefault(entry.trainer_id, entry.trainer_name)
    return _table([(Column(day, today, pk, names[pk]), own) for pk, own in theirs.items()], now)


def week_of(day: date) -> list[date]:
    """Return the seven days from Monday."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=number) for number in range(7)]


def _table(columns: list[tuple[Column, list[Entry]]], now: datetime) -> Timetable:
    for column, entries in columns:
        column.booked = taking_place(entries)
        column.blocks = [_block(entry, column.day, now) for entry in entries]
        _spread(column)
    blocks = [block for column, _entries in columns for block in column.blocks]
    first = min([FIRST_HOUR, *(block.at // 12 for block in blocks)])
    last = max([LAST_HOUR, *(ceil(block.until / 12) for block in blocks)])
    local_now = timezone.localtime(now)
    now_at = steps_of(local_now.time())
    is_shown = any(column.is_today for column, _entries in columns) and first * 12 <= now_at < last * 12
    return Timetable([column for column, _entries in columns], first, last, now_at if is_shown else None)


def _block(entry: Entry, day: date, now: datetime) -> Block:
    """Return the part of a session that lies in a day; one over midnight has a part in each.

    On the day the clocks go back, one may end on the wall clock before it starts: it is drawn as long as it lasts.
    """
    at = steps_of(entry.start.time()) if entry.start.date() == day else 0
    until = ceil((entry.end.hour * 60 + entry.end.minute) / FIVE) if entry.end.date() == day else DAY_STEPS
    if until <= at:
        until = at + ceil(entry.minutes / FIVE)
    at = min(at, DAY_STEPS - SHORTEST_SHOWN)
    steps = min(max(until - at, SHORTEST_SHOWN), DAY_STEPS - at)
    return Block(entry, at, steps, now, is_begun_before=entry.start.date() < day)


def steps_of(clock: time) -> int:
    return (clock.hour * 60 + clock.minute) // FIVE


def _spread(column: Column) -> None:
    """Give overlapping blocks lanes: each takes the first lane that is free, a knot of them shares its width."""
    blocks, column.blocks = sorted(column.blocks, key=lambda block: (block.at, -block.steps)), []
    knot: list[Block] = []
    free_at: list[int] = []
    for block in blocks:
        if knot and block.at >= max(free_at):
            _share(column, knot, len(free_at))
            knot, free_at = [], []
        lane = next((number for number, until in enumerate(free_at) if until <= block.at), len(free_at))
        if lane == len(free_at):
            free_at.append(block.until)
        else:
            free_at[lane] = block.until
        block.lane = lane
        knot.append(block)
    _share(column, knot, len(free_at))


def _share(column: Column, knot: list[Block], lanes: int) -> None:
    """Show a knot's blocks side by side; those beyond the lanes there are, as a number in the last."""
    shown = knot
    if lanes > MOST_LANES:
        hidden = [block for block in knot if block.lane >= MOST_LANES - 1]
        shown = [block for block in knot if block.lane < MOST_LANES - 1]
        at = min(block.at for block in hidden)
        steps = max(block.until for block in hidden) - at
        column.more.append(More(at, steps, len(hidden), MOST_LANES))
        lanes = MOST_LANES
    is_close = any(later.at - sooner.at < CASCADE_STEPS for sooner, later in pairwise(knot))
    for block in shown:
        block.lanes = lanes
        block.is_split = lanes > CASCADE_LANES or (lanes > 1 and is_close)
    column.blocks += shown
