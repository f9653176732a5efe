"""Who may be about to stop coming."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Value
from django.db.models.functions import NullIf
from django.utils import timezone

from apps.clients.models import Client, ClientSettings
from apps.clients.models.client import NEVER, PRESENT
from apps.clients.models.settings import RISK_DAYS

if TYPE_CHECKING:
    from django.db.models import QuerySet


def risk_days() -> int:
    """Return after how many days without a session this business calls a client at risk."""
    return ClientSettings.objects.values_list("risk_after_days", flat=True).first() or RISK_DAYS


def at_risk(clients: QuerySet[Client], *, now: datetime, days: int) -> QuerySet[Client]:
    """Narrow to active clients of at least `days` days who completed no session in these days and have none planned.

    A session of these days of which nobody has said how it went keeps its clients out: it was probably held.
    """
    since = now - timedelta(days=days)
    return clients.filter(
        PRESENT,
        status=Client.Status.ACTIVE,
        last_session_at__lt=since,
        booked_until__lt=since,
        member_since__lte=timezone.localdate(since),
    )


def longest_away_first(clients: QuerySet[Client]) -> QuerySet[Client]:
    """Sort by the last session; those who never had one come last."""
    return clients.order_by(NullIf("last_session_at", Value(NEVER)).asc(nulls_last=True), "sort_name", "pk")


def days_away(client: Client, *, now: datetime, days: int) -> int:
    """Return for how many days a client at risk had no session; 0 for a client who is not at risk."""
    since = now - timedelta(days=days)
    is_away = client.is_active and client.last_session_at < since and client.booked_until < since
    if not is_away or client.member_since > timezone.localdate(since):
        return 0
    last = client.last_session
    return (timezone.localdate(now) - (timezone.localdate(last) if last else client.member_since)).days
