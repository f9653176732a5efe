"""What sessions do when its time has come."""

from __future__ import annotations

from celery import shared_task

from apps.sessions.services.waiting import END_OFFER, end_offer


@shared_task(name=END_OFFER)
def end_offer_of(waiting_id: str) -> None:
    """End an offer that nobody answered; the kind of the due row that the sweeper sends."""
    end_offer(waiting_id=waiting_id)
