"""New times for many sessions: worked out, looked at for clashes, written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.common.errors import Conflict
from apps.sessions.models import SessionClient
from apps.sessions.policies import Booking, run_booking_checks
from apps.sessions.recurrence import Occurrence, resolve
from apps.sessions.services.booking import end_of
from apps.sessions.services.buffers import current_buffer
from apps.sessions.services.rooms import Keep
from apps.sessions.services.series.planning import find_clashes, refuse_clashes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from apps.accounts.models import User
    from apps.sessions.models import Room, Series, TrainingSession
    from apps.sessions.services.series.shifting import Shift

type Times = dict[TrainingSession, tuple[datetime, datetime]]
"""For each session the time that the rule gives it, and the time it gets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What the sessions are to have; None is what they have."""

    shift: Shift | None
    duration: timedelta | None
    room: Room | Keep | None
    details: Mapping[str, str]


def times_of(series: Series, sessions: list[TrainingSession], anchor: TrainingSession, target: Target) -> Times:
    """Return for each session the time the rule gives it, and the time it gets: its own where it was moved by hand."""
    found = {}
    timing = series.timing
    for session in sessions:
        by_rule = session.rule_start
        if target.shift:
            day = target.shift.day_of(by_rule.astimezone(timing.zone).date())
            by_rule = resolve(datetime.combine(day, target.shift.clock), timing.zone).starts_at
        is_own = session.was_moved and (session != anchor or target.shift is None)
        found[session] = (by_rule, session.starts_at if is_own else by_rule)
    return found


def bookings_of(times: Times, target: Target, clients: dict[UUID, list[UUID]], by: User) -> list[Booking]:
    """Return each new time as the booking that it is."""
    buffer = current_buffer()
    return [
        Booking(
            trainer=session.trainer,
            client_ids=tuple(clients[session.pk]),
            kind=session.kind,
            starts_at=starts_at,
            ends_at=end_of(starts_at, target.duration or session.duration),
            by=by,
            session=session,
            room=session.room if isinstance(target.room, Keep) else target.room,
            buffer=buffer,
        )
        for session, (_by_rule, starts_at) in times.items()
    ]


def refuse_what_clashes(series: Series, sessions: list[TrainingSession], bookings: list[Booking]) -> None:
    """Raise what is in the way of sessions that change: another booking, or a booking check."""
    zone = series.timing.zone
    groups: dict[tuple[object, ...], dict[Booking, Occurrence]] = {}
    for booking in bookings:
        run_booking_checks(booking)
        group = groups.setdefault((booking.trainer.pk, booking.room_id, booking.client_ids), {})
        group[booking] = Occurrence(booking.starts_at.astimezone(zone).date(), booking.starts_at)
    own = [session.pk for session in sessions]
    refuse_clashes([clash for group in groups.values() for clash in find_clashes(group, without=own)])


def save_sessions(
    series: Series,
    bookings: list[Booking],
    times: Times,
    target: Target,
) -> None:
    """Write the last first where they go to a later time, so that none meets the next on its way."""
    pairs = list(zip(times.items(), bookings, strict=True))
    is_later = any(booking.starts_at > session.starts_at for (session, _times), booking in pairs)
    try:
        with transaction.atomic():
            for (session, (by_rule, _starts_at)), booking in reversed(pairs) if is_later else pairs:
                session.move(booking.starts_at, booking.ends_at, booking.buffer)
                session.series, session.original_start, session.room = series, by_rule, booking.room
                for name, value in target.details.items():
                    setattr(session, name, value)
                session.touch()
                session.save()
                session.places.update(starts_at=session.starts_at, ends_at=session.ends_at)
    except IntegrityError as error:
        raise Conflict(_("Somebody was booked at one of these times just now. Look at the dates again.")) from error


def clients_by_session(sessions: list[TrainingSession]) -> dict[UUID, list[UUID]]:
    """Return who has a place, by session."""
    found: dict[UUID, list[UUID]] = {session.pk: [] for session in sessions}
    places = (
        SessionClient.objects.filter(session__in=sessions, blocks=True)
        .order_by("client")
        .values_list("session_id", "client_id")
    )
    for session_id, client_id in places:
        found[session_id].append(client_id)
    return found
