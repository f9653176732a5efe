"""Publishing: one row, the synchronous receivers, and a promise that the others will hear."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from celery import current_app
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from apps.activity.bus import later_receivers, sync_receivers
from apps.activity.models import Activity, ActivityClient
from apps.activity.services.delivery import DELIVER
from apps.common import due
from apps.common.business import TASK_HEADER, business_id

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from apps.activity.events import Event

logger = logging.getLogger(__name__)

SWEEP_AFTER = timedelta(seconds=20)


class Actor(Protocol):
    """Whoever acts: a user of the business."""

    pk: UUID
    full_name: str


def publish(event: Event, *, actor: Actor | None, client_ids: Iterable[UUID | str] = ()) -> Activity:
    """Record that something happened. Must run in the transaction of its cause.

    Synchronous receivers run now and share its fate. If there are others, a due row is written in the same
    transaction, and a task is sent on commit; should the task or the worker die, the sweeper finds the row.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("publish() must share its cause's transaction")
    activity = Activity.objects.create(
        name=event.name,
        version=event.version,
        payload=event.payload(),
        actor_id=actor.pk if actor else None,
        actor_name=actor.full_name if actor else "",
    )
    links = [ActivityClient(activity=activity, client_id=client_id) for client_id in client_ids]
    if links:
        ActivityClient.objects.bulk_create(links)
    for receiver in sync_receivers(event.name):
        receiver.handle(event, activity)
    if later_receivers(event.name):
        due.schedule(kind=DELIVER, key=str(activity.pk), due_at=timezone.now() + SWEEP_AFTER)
        # The business may have been left by the time its transaction commits: provisioning furnishes it from outside.
        headers = {TASK_HEADER: business_id()}
        transaction.on_commit(lambda: _send(activity.pk, headers))
    return activity


def _send(activity_id: UUID, headers: dict[str, str]) -> None:
    try:
        current_app.tasks[DELIVER].apply_async([str(activity_id)], headers=headers)
    except OperationalError as error:
        logger.warning("Delivery of %s waits for the sweeper: %s", activity_id, error)
