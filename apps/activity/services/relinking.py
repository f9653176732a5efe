"""Moving what happened from one client's timeline to another's, when the two are made one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apps.activity.models import ActivityClient

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID


def move_links(*, source: UUID, target: UUID) -> list[int]:
    """Let the target's timeline show what the source's did, each thing once, and return the links that moved."""
    both = ActivityClient.objects.filter(client_id=target).values("activity_id")
    links = ActivityClient.objects.select_for_update().filter(client_id=source).exclude(activity_id__in=both)
    moved = list(links.order_by("pk").values_list("pk", flat=True))
    ActivityClient.objects.filter(pk__in=moved).update(client_id=target)
    return moved


def return_links(links: Sequence[int], *, to: UUID) -> None:
    """Put links that moved back to where they were."""
    ActivityClient.objects.filter(pk__in=links).update(client_id=to)
