"""Delivery of one activity to its asynchronous receivers."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from apps.activity.bus import Receiver, known_events, later_receivers
from apps.activity.models import Activity, HandlerRun
from apps.common import due

if TYPE_CHECKING:
    from apps.activity.events import Event

logger = logging.getLogger(__name__)

DELIVER = "activity.deliver"


def deliver_activity(activity_id: str) -> None:
    """Let every receiver that has not yet heard of the activity hear it. Safe to run any number of times.

    One that raises does not keep the others from hearing; the due row stays, so that the sweeper tries it again.
    """
    activity = Activity.objects.filter(pk=activity_id).first()
    if activity is None:
        due.cancel(kind=DELIVER, keys=[activity_id])
        return
    event = known_events()[activity.name].from_payload(activity.payload)
    heard = [_hear(receiver, event, activity) for receiver in later_receivers(activity.name)]
    if all(heard):
        with transaction.atomic():
            Activity.objects.filter(pk=activity.pk, delivered_at=None).update(delivered_at=timezone.now())
            due.cancel(kind=DELIVER, keys=[activity_id])


def _hear(receiver: Receiver, event: Event, activity: Activity) -> bool:
    try:
        with transaction.atomic():
            _, is_first = HandlerRun.objects.get_or_create(activity=activity, handler=receiver.key)
            if is_first:
                receiver.handle(event, activity)
    except Exception:
        logger.exception("%s could not handle %s", receiver.key, activity.pk)
        return False
    return True
