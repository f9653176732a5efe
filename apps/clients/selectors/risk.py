"""Who may be about to stop coming."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, Value
from django.db.models.functions import NullIf
from django.utils import timezone

from apps.clients.models import Client, ClientSettings
from apps.clients.models.client import NEVER, PRESENT
from apps.clients.models.settings import RISK_DAYS

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Look:
    """The moment that counts as now, and after how many days without a session this business calls a client at risk."""

    now: datetime
    risk_days: int = RISK_DAYS

    @classmethod
    def at(cls, now: datetime | None = None) -> Look:
        days = ClientSettings.objects.values_list("risk_after_days", flat=True).first()
        return cls(now or timezone.now(), days or RISK_DAYS)

    @property
    def since(self) -> datetime:
        return self.now - timedelta(days=self.risk_days)


def at_risk(clients: QuerySet[Client], look: Look) -> QuerySet[Client]:
    """Narrow to active clients, of that many days at least, who completed no session in these days and have none planned.

    A session of these days of which nobody has said how it went keeps its clients out: it was probably held. Who never had
    one here counts from the day they were entered: what an imported client did before is not known.
    """
    return clients.filter(risk_condition(look))


def risk_condition(look: Look) -> Q:
    """Return what `at_risk` asks, for counting."""
    is_known = Q(last_session_at__gt=NEVER) | Q(created_at__lt=look.since)
    return (
        PRESENT
        & is_known
        & Q(
            status=Client.Status.ACTIVE,
            last_session_at__lt=look.since,
            booked_until__lt=look.since,
            member_since__lte=timezone.localdate(look.since),
        )
    )


def longest_away_first(clients: QuerySet[Client]) -> QuerySet[Client]:
    """Sort by the last session; those who never had one come last."""
    return clients.order_by(NullIf("last_session_at", Value(NEVER)).asc(nulls_last=True), "sort_name", "pk")


def days_away(client: Client, look: Look) -> int:
    """Return for how many days a client at risk had no session; 0 for a client who is not at risk."""
    is_away = client.is_active and client.last_session_at < look.since and client.booked_until < look.since
    if not is_away or client.member_since > timezone.localdate(look.since):
        return 0
    last = client.last_session
    if last is None and client.created_at >= look.since:
        return 0
    since = timezone.localdate(last) if last else max(client.member_since, timezone.localdate(client.created_at))
    return (timezone.localdate(look.now) - since).days
