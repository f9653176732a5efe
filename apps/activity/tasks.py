"""The task behind the bus."""

from __future__ import annotations

from celery import shared_task

from apps.activity.services.delivery import DELIVER, deliver_activity


@shared_task(name=DELIVER)
def deliver(activity_id: str) -> None:
    """Deliver one activity; also the kind of the due row that the sweeper sends."""
    deliver_activity(activity_id)
