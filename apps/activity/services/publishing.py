"""Publishing: one row, the synchronous receivers, and a promise that the others will hear."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from django.db import transaction

from apps.activity.bus import later_receivers, sync_receivers
from apps.activity.models import Activity, ActivityClient
from apps.activity.services.delivery import DELIVER
from apps.common import due

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from apps.activity.events import Event

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
        due.do_soon(task=DELIVER, key=str(activity.pk), again_after=SWEEP_AFTER)
    return activity
