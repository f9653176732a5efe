"""What happened before it was told here: imports and demo data write it at its own time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apps.activity.models import Activity, ActivityClient
from apps.common.ids import uuid7

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from apps.activity.events import Event
    from apps.activity.services.publishing import Actor

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Past:
    """An event, when it happened, whose doing it was and whose timelines show it."""

    event: Event
    at: datetime
    actor: Actor | None
    client_ids: Sequence[UUID]


def record_past(happened: Iterable[Past]) -> None:
    """Write activities that lie in the past, many at once. Nobody is told: receivers are for what happens now."""
    rows: list[Activity] = []
    links: list[ActivityClient] = []
    for past in happened:
        row = _row(past)
        rows.append(row)
        links.extend(ActivityClient(activity=row, client_id=client_id) for client_id in past.client_ids)
    Activity.objects.bulk_create(rows, batch_size=BATCH)
    ActivityClient.objects.bulk_create(links, batch_size=BATCH)


def _row(past: Past) -> Activity:
    return Activity(
        id=uuid7(past.at),
        name=past.event.name,
        version=past.event.version,
        payload=past.event.payload(),
        actor_id=past.actor.pk if past.actor else None,
        actor_name=past.actor.full_name if past.actor else "",
        at=past.at,
        delivered_at=past.at,
    )
