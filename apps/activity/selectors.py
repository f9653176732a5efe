"""Reading what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from apps.activity.kinds import prefixes_of
from apps.activity.models import Activity, ActivityClient

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import QuerySet


def timeline_of_client(client_id: UUID | str, *, kind: str = "") -> QuerySet[Activity]:
    """Return a client's activities, newest first; of one kind, where one is registered by that name.

    The caller has checked that the client may be seen.
    """
    begins = Q()
    for prefix in prefixes_of(kind):
        begins |= Q(name__startswith=prefix)
    return Activity.objects.filter(begins, client_links__client_id=client_id).order_by("-id")


def recent_activity() -> QuerySet[Activity]:
    """Return everything that happened in the business, newest first."""
    return Activity.objects.order_by("-id")


def clients_in_other_activities(client_ids: Sequence[UUID], *, besides: str) -> set[UUID]:
    """Return those of the clients to whom something happened besides events of one name."""
    links = ActivityClient.objects.filter(client_id__in=client_ids).exclude(activity__name=besides)
    return set(links.values_list("client_id", flat=True).distinct())
