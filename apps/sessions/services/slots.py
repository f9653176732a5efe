"""Free time: where trainer and clients have a gap long enough, inside the working hours of the business."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from apps.sessions.selectors import busy_periods

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID
    from zoneinfo import ZoneInfo

OPENS, CLOSES = time(6), time(21)
STEP = timedelta(minutes=15)
HORIZON_DAYS = 28

type Period = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that can be booked as it stands."""

    starts_at: datetime
    ends_at: datetime

    def as_json(self) -> dict[str, str]:
        return {"starts_at": _stamp(self.starts_at), "ends_at": _stamp(self.ends_at)}


def next_free_slots(  # noqa: PLR0913 - each is one plain fact of the question
    *,
    trainer_id: UUID,
    client_ids: Sequence[UUID],
    duration: timedelta,
    after: datetime,
    zone: ZoneInfo,
    count: int = 3,
    without: UUID | None = None,
    room_id: UUID | None = None,
    buffer: timedelta = timedelta(0),
) -> list[Slot]:
    """Return the next `count` slots from `after` on, within four weeks, in which everybody is free.

    Slots start on a quarter of an hour of the wall clock between 06:00 and 21:00 in `zone`, end by 21:00 and do not
    overlap each other. `without` leaves one session out: the one that is about to move.
    """
    until = after + timedelta(days=HORIZON_DAYS)
    busy = busy_periods(
        trainer_id=trainer_id,
        client_ids=client_ids,
        since=after,
        until=until,
        without=without,
        room_id=room_id,
        buffer=buffer,
    )
    return free_slots(busy, duration=duration, after=after, until=until, zone=zone, count=count)


def free_slots(  # noqa: PLR0913 - each is one plain fact of the question
    busy: Sequence[Period], *, duration: timedelta, after: datetime, until: datetime, zone: ZoneInfo, count: int
) -> list[Slot]:
    """Search the gaps between `busy` periods, which are sorted by start and may overlap."""
    found: list[Slot] = []
    for start, end in _gaps(busy, after, until, zone):
        moment = _next_quarter(start)
        while moment + duration <= end:
            found.append(Slot(moment, moment + duration))
            if len(found) == count:
                return found
            moment = _next_quarter(moment + duration)
    return found


def _gaps(busy: Sequence[Period], after: datetime, until: datetime, zone: ZoneInfo) -> Iterator[Period]:
    position = 0
    for opens, closes in _working_days(after, until, zone):
        cursor, closes = max(opens, after.astimezone(UTC)), min(closes, until)  # noqa: PLW2901 - the day ends with the search
        while position < len(busy) and busy[position][1] <= cursor:
            position += 1
        index = position
        while index < len(busy) and busy[index][0] < closes:
            if busy[index][0] > cursor:
                yield cursor, busy[index][0]
            cursor = max(cursor, busy[index][1])
            index += 1
        if cursor < closes:
            yield cursor, closes


def _working_days(after: datetime, until: datetime, zone: ZoneInfo) -> Iterator[Period]:
    """Give each day's opening and closing in UTC. Both are wall-clock times, so that DST moves them in UTC."""
    day = after.astimezone(zone).date()
    last = until.astimezone(zone).date()
    while day <= last:
        yield _at(day, OPENS, zone), _at(day, CLOSES, zone)
        day += timedelta(days=1)


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _next_quarter(moment: datetime) -> datetime:
    """Return the first quarter of an hour at or after `moment`; every zone in use is whole quarters from UTC."""
    past = timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)
    return moment + (STEP - past) if past else moment


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
