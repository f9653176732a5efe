"""What a series would be: its times, and what is in their way. Nothing is written here."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.availability.selectors import objections_to
from apps.common.errors import Conflict, InvalidInput
from apps.common.templatetags.formats import moment_text
from apps.sessions.models import TrainingSession
from apps.sessions.policies import Booking
from apps.sessions.recurrence import Occurrence, Refused, Rule, Timing
from apps.sessions.selectors import sessions_visible_to, taken_times, with_people
from apps.sessions.services.booking import FURTHEST, Details, check_details, end_of
from apps.sessions.services.buffers import current_buffer
from apps.sessions.services.clashes import line_of
from apps.sessions.services.openness import OutsideHours
from apps.sessions.services.people import find_clients, find_room, find_trainer
from apps.sessions.services.seats import check_capacity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from uuid import UUID
    from zoneinfo import ZoneInfo

    from apps.accounts.models import User
    from apps.sessions.models import Room

HORIZON = timedelta(days=180)
"""How far ahead sessions of a series are made; the rest follows as time goes by."""
MOST_SESSIONS = 500
MOST_SPOKEN = 5
DAY = timedelta(days=1)


class SeriesClash(Conflict):
    """Some dates are taken; nothing was written. `clashes` lists day, start and words of each."""

    code = "series_clash"
    title = gettext_lazy("Some of these dates are taken")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A series as somebody asks for it. `first` and `clock` are on the wall of `zone`; `exceptions` are days left out."""

    trainer_id: UUID
    client_ids: Sequence[UUID]
    rule: str
    first: date
    clock: time
    zone: ZoneInfo
    duration: timedelta
    kind: str = "personal"
    room_id: UUID | None = None
    capacity: int | None = None
    details: Details = field(default_factory=Details)
    exceptions: Collection[date] = ()


@dataclass(frozen=True, slots=True)
class Clash:
    """One time of a series that cannot be, and why."""

    occurrence: Occurrence
    message: str

    def as_json(self) -> dict[str, str]:
        start = self.occurrence.starts_at.isoformat().replace("+00:00", "Z")
        return {"date": self.occurrence.day.isoformat(), "starts_at": start, "message": self.message}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A series worked out: `occurrences` are made at once, `made_through` is null when there are no more, `total` null without end."""

    timing: Timing
    trainer: User
    client_ids: Sequence[UUID]
    room: Room | None
    buffer: timedelta
    occurrences: list[Occurrence]
    made_through: date | None
    total: int | None
    clashes: list[Clash]
    outside: list[Clash] = field(default_factory=list)


def plan_series(wanted: Wanted, *, by: User, is_locked: bool = False) -> Plan:
    """Work out a series: moves the first day to the first that the rule meets. Raises InvalidInput.

    `outside` of the plan are the times that the trainer's hours, time off or a holiday speak against: it may be booked anyway.
    """
    check_details(wanted.kind, wanted.client_ids, wanted.details)
    check_capacity(wanted.kind, wanted.capacity, len(set(wanted.client_ids)))
    timing = _timing(wanted)
    total = _total(timing)
    trainer = find_trainer(wanted.trainer_id)
    client_ids = find_clients(wanted.client_ids, by=by, is_locked=is_locked)
    room = find_room(wanted.room_id, clients=len(client_ids))
    occurrences, made_through = ahead(timing, timezone.now())
    buffer = current_buffer()
    bookings = [
        booking_of(occurrence, wanted.duration, trainer, client_ids, room, buffer, wanted.kind, by)
        for occurrence in occurrences
    ]
    return Plan(
        timing=timing,
        trainer=trainer,
        client_ids=client_ids,
        room=room,
        buffer=buffer,
        occurrences=occurrences,
        made_through=made_through,
        total=total,
        clashes=find_clashes(dict(zip(bookings, occurrences, strict=True))) if occurrences else [],
        outside=_outside(trainer, occurrences, wanted.duration),
    )


def _outside(trainer: User, occurrences: Sequence[Occurrence], duration: timedelta) -> list[Clash]:
    times = [(one.starts_at, one.starts_at + duration) for one in occurrences]
    said = zip(occurrences, objections_to(trainer.pk, times), strict=True)
    return [Clash(one, f"{trainer.full_name}: {text}") for one, text in said if text]


def booking_of(  # noqa: PLR0913, PLR0917 - the parts of a booking
    occurrence: Occurrence,
    duration: timedelta,
    trainer: User,
    client_ids: Sequence[UUID],
    room: Room | None,
    buffer: timedelta,
    kind: str,
    by: User,
) -> Booking:
    """Return one time of a series as the booking that it is."""
    return Booking(
        trainer=trainer,
        client_ids=tuple(client_ids),
        kind=kind,
        starts_at=occurrence.starts_at,
        ends_at=occurrence.starts_at + duration,
        by=by,
        room=room,
        buffer=buffer,
    )


def ahead(timing: Timing, now: datetime, after: date | None = None) -> tuple[list[Occurrence], date | None]:
    """Return the times to make by now, and the day through which they go; None when the rule is exhausted."""
    last = max(timing.first, now.astimezone(timing.zone).date()) + HORIZON
    found: list[Occurrence] = []
    for occurrence in timing.occurrences():
        if occurrence.day > last:
            return found, last
        if after is None or occurrence.day > after:
            found.append(occurrence)
    return found, None


def find_clashes(bookings: dict[Booking, Occurrence], *, without: Iterable[UUID] = ()) -> list[Clash]:
    """Return which of these times of one series cannot be, and why: a few queries for any number of times."""
    order = sorted(bookings, key=lambda booking: booking.starts_at)
    first, last = order[0], order[-1]
    taken = taken_times(booking=first, since=first.starts_at, until=last.held_until, without=set(without))
    starts = [row[0] for row in taken]
    hits: dict[Booking, list[UUID]] = {}
    for booking in order:
        # No session is longer than a day, its break included.
        near = taken[bisect_left(starts, booking.starts_at - DAY) : bisect_left(starts, booking.held_until)]
        ids = [pk for start, end, pk, is_held in near if _meets(booking, start, end, is_held=is_held)]
        if ids:
            hits[booking] = list(dict.fromkeys(ids))
    return _told(hits, bookings)


def _meets(booking: Booking, start: datetime, end: datetime, *, is_held: bool) -> bool:
    until = booking.held_until if is_held else booking.ends_at
    return start < until and end > booking.starts_at


def _told(hits: dict[Booking, list[UUID]], bookings: dict[Booking, Occurrence]) -> list[Clash]:
    if not hits:
        return []
    by = next(iter(hits)).by
    ids = {pk for found in hits.values() for pk in found}
    is_seen = Exists(sessions_visible_to(by).filter(pk=OuterRef("pk")))
    sessions = with_people(TrainingSession.objects.filter(pk__in=ids).annotate(is_seen=is_seen), by).in_bulk()
    seen = {pk for pk, session in sessions.items() if vars(session)["is_seen"]}
    return [
        Clash(bookings[booking], " ".join(line_of(sessions[pk], booking, is_seen=pk in seen) for pk in found))
        for booking, found in hits.items()
    ]


def refuse_clashes(clashes: list[Clash]) -> None:
    """Raise SeriesClash when there is any."""
    if clashes:
        lines = [clash.message for clash in clashes[:MOST_SPOKEN]]
        raise SeriesClash(_spoken(lines, len(clashes)), extra={"clashes": [clash.as_json() for clash in clashes]})


def refuse_outside(outside: list[Clash]) -> None:
    """Raise OutsideHours, with the dates as `clashes`, when there is any."""
    if outside:
        lines = [f"{moment_text(one.occurrence.starts_at)}: {one.message}" for one in outside[:MOST_SPOKEN]]
        extra = {"clashes": [one.as_json() for one in outside], "free_slots": []}
        raise OutsideHours(_spoken(lines, len(outside)), extra=extra)


def _spoken(lines: list[str], count: int) -> str:
    """Return some lines as one text, and how many there are besides."""
    more = count - MOST_SPOKEN
    return " ".join([*lines, _("And %(count)d more.") % {"count": more}] if more > 0 else lines)


def _timing(wanted: Wanted) -> Timing:
    try:
        rule = Rule.parse(wanted.rule)
    except Refused as refused:
        raise InvalidInput({"rule": str(refused)}) from refused
    asked = Timing(rule=rule, first=wanted.first, clock=wanted.clock, zone=wanted.zone)
    first = next(asked.occurrences(), None)
    if first is None:
        raise InvalidInput({"rule": _("No day fits this rule before it ends.")})
    end_of(first.starts_at, wanted.duration)
    if first.day < timezone.now().astimezone(wanted.zone).date():
        raise InvalidInput({"starts_at": _("A series begins today or later.")})
    return Timing(
        rule=rule, first=first.day, clock=wanted.clock, zone=wanted.zone, exceptions=frozenset(wanted.exceptions)
    )


def _total(timing: Timing) -> int | None:
    """Return how many sessions there will be, None without end. Raises InvalidInput for too many, too far, or none."""
    rule = timing.rule
    if rule.count and rule.count > MOST_SESSIONS:
        words = {"most": MOST_SESSIONS, "count": rule.count}
        raise InvalidInput({"rule": _("A series has at most %(most)d sessions, not %(count)d.") % words})
    if not rule.count and rule.until is None:
        return None
    found = list(islice(timing.occurrences(), MOST_SESSIONS + 1))
    if len(found) > MOST_SESSIONS:
        raise InvalidInput(
            {"rule": _("A series has at most %(most)d sessions. Let it end sooner.") % {"most": MOST_SESSIONS}}
        )
    if not found:
        raise InvalidInput({"rule": _("No date is left.")})
    if found[-1].starts_at > timezone.now() + FURTHEST:
        last = moment_text(found[-1].starts_at)
        raise InvalidInput({"rule": _("It would end on %(last)s. Let it end within three years.") % {"last": last}})
    return len(found)
