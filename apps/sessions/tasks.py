"""What sessions do when its time has come."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from apps.sessions.services.series import extend_series
from apps.sessions.services.series.making import EXTEND
from apps.sessions.services.waiting import END_OFFER, end_offer


@shared_task(name=END_OFFER)
def end_offer_of(waiting_id: str) -> None:
    """End an offer that nobody answered; the kind of the due row that the sweeper sends."""
    end_offer(waiting_id=waiting_id)


@shared_task(name=EXTEND)
def extend(series_id: str) -> None:
    """Make the sessions of a series that came into sight; the kind of the due row that the sweeper sends."""
    extend_series(series_id=UUID(series_id))
