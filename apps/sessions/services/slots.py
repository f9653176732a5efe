"""Free time: where trainer and clients have a gap long enough, inside the trainer's working hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import F, Sum

from apps.availability.selectors import open_periods, openness_of, without
from apps.sessions.gaps import gaps_between, gaps_of_each
from apps.sessions.models import TrainingSession
from apps.sessions.models.states import State
from apps.sessions.policies import held_elsewhere, held_of_each

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from uuid import UUID
    from zoneinfo import ZoneInfo

STEP = timedelta(minutes=15)
HORIZON_DAYS = 28
NO_TIME = timedelta(0)

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
    buffer: timedelta = NO_TIME,
) -> list[Slot]:
    """Return the next `count` slots from `after` on, within four weeks, in which everybody is free.

    Slots start on a quarter of an hour of the wall clock in `zone`, lie inside the trainer's working hours (06:00 to
    21:00 where they said none), outside time off and holidays, and do not overlap each other. `without` leaves one
    session out: the one that is about to move.
    """
    until = after + timedelta(days=HORIZON_DAYS)
    free = free_time(
        trainer_id=trainer_id,
        client_ids=client_ids,
        duration=duration,
        since=after,
        until=until,
        buffer=buffer,
        without_session=without,
        room_id=room_id,
    )
    return slots_in(free, duration=duration, zone=zone, step=STEP, count=count)


def free_time(  # noqa: PLR0913 - each is one plain fact of the question
    *,
    trainer_id: UUID,
    client_ids: Sequence[UUID],
    duration: timedelta,
    since: datetime,
    until: datetime,
    buffer: timedelta = NO_TIME,
    without_session: UUID | None = None,
    without_hold: UUID | None = None,
    room_id: UUID | None = None,
) -> list[Period]:
    """Return where a session of this length could lie between two moments: open, not booked, not held; sorted, in UTC."""
    gaps = gaps_between(
        trainer_id=trainer_id,
        client_ids=client_ids,
        since=since,
        until=until,
        least=duration,
        buffer=buffer,
        without=without_session,
        room_id=room_id,
    )
    opened = both(open_periods(trainer_id, since, until), gaps)
    held = held_elsewhere(trainer_id, since - buffer, until + buffer, without_hold)
    left = without(opened, [(start - buffer, end + buffer) for start, end in held])
    return [(start, end) for start, end in left if end - start >= duration] if held else opened


def free_time_of(  # noqa: PLR0913 - each is one plain fact of the question
    *,
    trainer_ids: Sequence[UUID],
    client_ids: Sequence[UUID],
    duration: timedelta,
    since: datetime,
    until: datetime,
    buffer: timedelta = NO_TIME,
    without_session: UUID | None = None,
    without_hold: UUID | None = None,
) -> dict[UUID, list[Period]]:
    """Return as `free_time`, of several trainers at once: four statements for any number of them."""
    gaps = gaps_of_each(
        trainer_ids=trainer_ids,
        client_ids=client_ids,
        since=since,
        until=until,
        least=duration,
        buffer=buffer,
        without=without_session,
    )
    opened = openness_of(trainer_ids, since, until)
    held = held_of_each(trainer_ids, since, until, without_hold)
    found = {}
    for pk in trainer_ids:
        free = both(opened[pk].periods(since, until), gaps[pk])
        found[pk] = without(free, [(start - buffer, end + buffer) for start, end in held.get(pk, [])])
    return found


def booked_time_of(trainer_ids: Sequence[UUID], since: datetime, until: datetime) -> dict[UUID, timedelta]:
    """Return how long each is booked with sessions that begin between two moments; what was called off does not count."""
    rows = TrainingSession.objects.filter(trainer__in=trainer_ids, starts_at__gte=since, starts_at__lt=until)
    length = Sum(F("ends_at") - F("starts_at"))
    return dict(rows.exclude(state=State.CANCELLED).order_by().values_list("trainer").annotate(time=length))


def both(first: Sequence[Period], second: Sequence[Period]) -> list[Period]:
    """Return what lies in both of two sorted lists of periods."""
    found: list[Period] = []
    one = other = 0
    while one < len(first) and other < len(second):
        start, end = max(first[one][0], second[other][0]), min(first[one][1], second[other][1])
        if start < end:
            found.append((start, end))
        if first[one][1] < second[other][1]:
            one += 1
        else:
            other += 1
    return found


def slots_in(  # noqa: PLR0913 - each is one plain fact of the question
    free: Iterable[Period], *, duration: timedelta, zone: ZoneInfo, step: timedelta, count: int, apart: bool = True
) -> list[Slot]:
    """Return the first `count` slots in sorted free periods, each on a `step` of the wall clock.

    `apart`: none overlaps another; else every step is a start of its own, for somebody who chooses one.
    """
    found: list[Slot] = []
    for start, end in free:
        for moment in _starts(start, end - duration, zone, step, duration if apart else step):
            found.append(Slot(moment, moment + duration))
            if len(found) == count:
                return found
    return found


def _starts(first: datetime, last: datetime, zone: ZoneInfo, step: timedelta, stride: timedelta) -> Iterator[datetime]:
    moment = _on_step(first, zone, step)
    while moment <= last:
        yield moment
        moment = _on_step(moment + stride, zone, step)


def _on_step(moment: datetime, zone: ZoneInfo, step: timedelta) -> datetime:
    """Return the first moment, not before this one, at which the wall clock shows a multiple of the step."""
    wall = moment.astimezone(zone)
    past = timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second, microseconds=wall.microsecond) % step
    return moment + (step - past) if past else moment


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
