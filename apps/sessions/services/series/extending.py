"""Making the sessions of a series that come into sight as time goes by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from apps.activity.services import publish
from apps.common import due
from apps.common.errors import DomainError
from apps.sessions.models.states import Kind
from apps.sessions.policies import run_booking_checks
from apps.sessions.series_events import SeriesExtended
from apps.sessions.services.buffers import current_buffer
from apps.sessions.services.last_and_next import tell_clients
from apps.sessions.services.series.announcing import facts_of_series
from apps.sessions.services.series.making import EXTEND, extend_later, make_sessions
from apps.sessions.services.series.planning import ahead, booking_of, find_clashes
from apps.sessions.services.series.scope import hold_series, present_members

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from apps.sessions.models import Series
    from apps.sessions.policies import Booking
    from apps.sessions.recurrence import Occurrence


def extend_series(*, series_id: UUID) -> int:
    """Make what lies within 180 days by now and return how many; publish `session.series_extended` when there are any.

    A day at which somebody is booked by now becomes an exception, and the timeline says so. May run twice.
    """
    with transaction.atomic():
        series = hold_series(series_id)
        if series is None or series.made_through is None:
            due.cancel(kind=EXTEND, keys=[str(series_id)])
            return 0
        client_ids = present_members(series)
        if not client_ids and series.kind != Kind.GROUP:
            series.end(timezone.now())
        elif series.trainer.is_active:
            return _extend(series, client_ids)
        series.save()
        extend_later(series)
    return 0


def _extend(series: Series, client_ids: list[UUID]) -> int:
    occurrences, series.made_through = ahead(series.timing, timezone.now(), after=series.made_through)
    buffer = current_buffer()
    bookings = {
        booking_of(
            one, series.duration, series.trainer, client_ids, series.room, buffer, series.kind, series.booked_by
        ): one
        for one in occurrences
    }
    skipped = _in_the_way(bookings)
    series.leave_out(*skipped)
    kept = [booking for booking, one in bookings.items() if one.day not in skipped]
    sessions = make_sessions(series, kept)
    series.save()
    extend_later(series)
    tell_clients(client_ids)
    if bookings:
        event = SeriesExtended(**facts_of_series(series, sessions), skipped=sorted(day.isoformat() for day in skipped))
        publish(event, actor=None, client_ids=client_ids if skipped else [])
    return len(sessions)


def _in_the_way(bookings: dict[Booking, Occurrence]) -> set[date]:
    """Return the days that are taken, or that a booking check refuses."""
    days = {clash.occurrence.day for clash in find_clashes(bookings)} if bookings else set()
    for booking, occurrence in bookings.items():
        try:
            run_booking_checks(booking)
        except DomainError:
            days.add(occurrence.day)
    return days
