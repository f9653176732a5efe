"""Booking a series: all of its sessions or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from apps.activity.services import publish
from apps.sessions.models import Series, SeriesClient
from apps.sessions.policies import run_booking_checks
from apps.sessions.series_events import SeriesBooked
from apps.sessions.services.last_and_next import tell_clients
from apps.sessions.services.locking import hold_people
from apps.sessions.services.series.announcing import facts_of_series
from apps.sessions.services.series.making import extend_later, make_sessions
from apps.sessions.services.series.planning import (
    Plan,
    Wanted,
    booking_of,
    plan_series,
    refuse_clashes,
    refuse_outside,
)

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User


def preview_series(wanted: Wanted, *, by: User) -> Plan:
    """Return what `book_series` would do: dates, clashes, and when the trainer does not work. Writes nothing. Raises InvalidInput."""
    return plan_series(wanted, by=by)


def book_series(wanted: Wanted, *, by: User, key: UUID | None = None, anyway: bool = True) -> Series:
    """Book every session of a series that comes within 180 days and publish `session.series_booked`; the rest follows by itself.

    `key` becomes the series' id: the same key again answers with what was made the first time. Dates that clash are
    left out by naming their days in `exceptions`. Raises InvalidInput, SeriesClash with the dates that are taken, not
    `anyway` OutsideHours with those on which the trainer does not work, and whatever a booking check raises; then
    nothing is written.
    """
    with transaction.atomic():
        hold_people([wanted.trainer_id, *wanted.client_ids, *([wanted.room_id] if wanted.room_id else [])])
        if key and (known := Series.objects.filter(pk=key, trainer=wanted.trainer_id).first()):
            return known
        plan = plan_series(wanted, by=by, is_locked=True)
        refuse_clashes(plan.clashes)
        refuse_outside([] if anyway else plan.outside)
        series = _series(wanted, plan, by, key)
        series.save(force_insert=True)
        SeriesClient.objects.bulk_create(SeriesClient(series=series, client_id=pk) for pk in plan.client_ids)
        bookings = {
            booking_of(
                one, wanted.duration, plan.trainer, plan.client_ids, plan.room, plan.buffer, wanted.kind, by
            ): one
            for one in plan.occurrences
        }
        for booking in bookings:
            run_booking_checks(booking)
        sessions = make_sessions(series, bookings)
        extend_later(series)
        tell_clients(plan.client_ids)
        publish(SeriesBooked(**facts_of_series(series, sessions)), actor=by, client_ids=plan.client_ids)
    return series


def _series(wanted: Wanted, plan: Plan, by: User, key: UUID | None) -> Series:
    details = wanted.details
    series = Series(
        trainer=plan.trainer,
        booked_by=by,
        kind=wanted.kind,
        room=plan.room,
        capacity=wanted.capacity,
        title=details.title,
        location=details.location,
        video_link=details.video_link,
        notes=details.notes,
        minutes=int(wanted.duration.total_seconds() // 60),
        made_through=plan.made_through,
    )
    if key:
        series.pk = key
    series.follow(plan.timing)
    return series
