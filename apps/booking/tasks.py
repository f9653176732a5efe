"""What the booking page does later."""

from __future__ import annotations

from celery import shared_task

from apps.booking.services.forgetting import FORGET, forget_hold


@shared_task(name=FORGET)
def forget(hold_id: str) -> None:
    """Forget a hold after two days; the kind of the due row that the sweeper sends."""
    forget_hold(hold_id)
