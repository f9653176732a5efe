"""Days as columns of hours: where each session stands, and which stand side by side. Nothing here asks the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

from django.utils import timezone

from apps.common.templatetags.formats import clock_text
from apps.sessions.models.states import State
from apps.sessions.selectors import title_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apps.sessions.models import TrainingSession

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

    session: TrainingSession
    at: int
    steps: int
    now: datetime
    lane: int = 0
    lanes: int = 1
    is_split: bool = False

    @property
    def until(self) -> int:
        return self.at + self.steps

    @property
    def title(self) -> str:
        return title_of(self.session)

    @property
    def trainer(self) -> str:
        """Return the trainer's first name: columns are narrow."""
        return self.session.trainer.full_name.partition(" ")[0]

    @property
    def css(self) -> str:
        """Return the classes of docs/front-end.md that place and paint it."""
        session = self.session
        marks = {
            "is-past": session.ends_at <= self.now,
            "is-current": session.state == State.IN_PROGRESS,
            "is-cancelled": session.state in {State.CANCELLED, State.NO_SHOW},
            "is-split": self.is_split,
        }
        names = ["event", f"event-{session.kind}", f"at-{self.at}", f"for-{self.steps}"]
        names += [f"lane-{self.lane}", f"lanes-{self.lanes}"]
        return " ".join(names + [name for name, is_on in marks.items() if is_on])


@dataclass(slots=True)
class Column:
    """One day."""

    day: date
    today: date
    blocks: list[Block] = field(default_factory=list)

    @property
    def is_today(self) -> bool:
        return self.day == self.today

    @property
    def booked(self) -> int:
        """How many sessions take place: what was called off does not count."""
        return sum(block.session.state not in {State.CANCELLED, State.NO_SHOW} for block in self.blocks)

    @property
    def dots(self) -> range:
        return range(min(self.booked, MOST_DOTS))


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
        marks = [(hour * 12, clock_text(time(hour))) for hour in range(self.first_hour, self.last_hour)]
        return [mark for mark in marks if self.now_at is None or abs(mark[0] - self.now_at) > CASCADE_STEPS // 2]


def timetable(sessions: Sequence[TrainingSession], *, days: list[date], now: datetime) -> Timetable:
    """Lay sessions out over days in the current time zone."""
    local_now = timezone.localtime(now)
    today = local_now.date()
    columns = [Column(day, today) for day in days]
    for column in columns:
        column.blocks = [block for session in sessions if (block := _block(session, column.day, now))]
        _spread(column.blocks)
    blocks = [block for column in columns for block in column.blocks]
    first = min([FIRST_HOUR, *(block.at // 12 for block in blocks)])
    last = max([LAST_HOUR, *(ceil(block.until / 12) for block in blocks)])
    now_at = _steps(local_now.time())
    is_shown = today in days and first * 12 <= now_at < last * 12
    return Timetable(columns, first, last, now_at if is_shown else None)


def week_of(day: date) -> list[date]:
    """Return the seven days from Monday."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=number) for number in range(7)]


def _block(session: TrainingSession, day: date, now: datetime) -> Block | None:
    """Return the part of a session that lies in a day; one over midnight has a part in each."""
    start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    if not start.date() <= day <= end.date() or (end.date() == day > start.date() and end.time() == time(0)):
        return None
    at = _steps(start.time()) if start.date() == day else 0
    until = ceil((end.hour * 60 + end.minute) / FIVE) if end.date() == day else DAY_STEPS
    steps = max(until - at, SHORTEST_SHOWN)
    return Block(session, min(at, DAY_STEPS - SHORTEST_SHOWN), min(steps, DAY_STEPS - at) or SHORTEST_SHOWN, now)


def _steps(clock: time) -> int:
    return (clock.hour * 60 + clock.minute) // FIVE


def _spread(blocks: list[Block]) -> None:
    """Give overlapping blocks lanes: each takes the first lane that is free, a knot of them shares its width."""
    blocks.sort(key=lambda block: (block.at, -block.steps))
    knot: list[Block] = []
    free_at: list[int] = []
    for block in blocks:
        if knot and block.at >= max(free_at):
            _share(knot, len(free_at))
            knot, free_at = [], []
        lane = next((number for number, until in enumerate(free_at) if until <= block.at), len(free_at))
        if lane == len(free_at):
            free_at.append(block.until)
        else:
            free_at[lane] = block.until
        block.lane = lane
        knot.append(block)
    _share(knot, len(free_at))


def _share(knot: list[Block], lanes: int) -> None:
    lanes = min(lanes, MOST_LANES)
    starts = [block.at for block in knot]
    is_close = any(later - sooner < CASCADE_STEPS for sooner, later in pairwise(starts))
    for block in knot:
        block.lanes = lanes
        block.lane = min(block.lane, MOST_LANES - 1)
        block.is_split = lanes > CASCADE_LANES or (lanes > 1 and is_close)
