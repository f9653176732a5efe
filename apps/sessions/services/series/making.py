"""The sessions of a series as rows, and the promise to make more."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.common import due
from apps.common.errors import Conflict
from apps.sessions.models import SessionClient, TrainingSession
from apps.sessions.services.settling import reserve

if TYPE_CHECKING:
    from collections.abc import Collection

    from apps.sessions.models import Series
    from apps.sessions.policies import Booking

EXTEND = "sessions.extend_series"
EXTEND_EVERY = timedelta(days=7)


def make_sessions(series: Series, bookings: Collection[Booking]) -> list[TrainingSession]:
    """Write a session for each booking, all or none, and reserve the places. Clashes and booking checks were looked at before.

    Raises Conflict should Postgres find a clash all the same.
    """
    sessions = [_session(series, booking) for booking in bookings]
    places = [
        SessionClient(session=session, client_id=client_id, starts_at=session.starts_at, ends_at=session.ends_at)
        for session, booking in zip(sessions, bookings, strict=True)
        for client_id in booking.client_ids
    ]
    try:
        with transaction.atomic():
            TrainingSession.objects.bulk_create(sessions)
            SessionClient.objects.bulk_create(places)
    except IntegrityError as error:
        raise Conflict(_("Somebody was booked at one of these times just now. Look at the dates again.")) from error
    for session, booking in zip(sessions, bookings, strict=True):
        reserve(session, booking.client_ids, by=booking.by)
    return sessions


def extend_later(series: Series) -> None:
    """Promise to make the sessions that come into sight, or take the promise back when there are no more."""
    if series.made_through is None:
        due.cancel(kind=EXTEND, keys=[str(series.pk)])
        return
    # A week before the year's half is used up would do; a week after the last time is soon enough.
    at = max(timezone.now() + EXTEND_EVERY, _morning(series))
    due.schedule(kind=EXTEND, key=str(series.pk), due_at=at)


def _morning(series: Series) -> datetime:
    first = datetime.combine(series.first, time(0), series.timing.zone)
    return first - timedelta(days=90)


def _session(series: Series, booking: Booking) -> TrainingSession:
    return TrainingSession(
        trainer=booking.trainer,
        kind=series.kind,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        held_until=booking.held_until,
        room=booking.room,
        series=series,
        original_start=booking.starts_at,
        capacity=series.capacity,
        title=series.title,
        location=series.location,
        video_link=series.video_link,
        notes=series.notes,
    )
