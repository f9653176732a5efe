"""What waits of intakes and health: who needs a doctor's clearance, whom to ask again, whose intake does not come."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.utils import timezone

from apps.accounts.permissions import Permission
from apps.clients.models import Clearance, Client, Intake, IntakeLink, Screening
from apps.clients.selectors import clients_visible_to, present

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from apps.accounts.models import User

WAITS_AFTER = timedelta(days=7)
MOST_COUNTED = 100
CLEARANCE, DUE, WAITING = "clearance", "due", "waiting"


def needing_clearance(clients: QuerySet[Client]) -> QuerySet[Client]:
    """Narrow to those whose answers ask for a doctor, or whose clearance has ended."""
    has_ended = Q(state=Clearance.CLEARED, cleared_until__lt=timezone.localdate())
    return clients.filter(pk__in=_latest(Q(state=Clearance.NEEDED) | has_ended))


def due_again(clients: QuerySet[Client]) -> QuerySet[Client]:
    """Narrow to those whose answers are a year old."""
    return clients.filter(pk__in=_latest(Q(asked_again_at__isnull=False)))


def waiting_intakes(clients: QuerySet[Client], now: datetime) -> QuerySet[Client]:
    """Narrow to those who have had a link for a week and not used it, or whose intake was begun and left for a week."""
    since = now - WAITS_AFTER
    links = IntakeLink.objects.filter(used_at=None, withdrawn_at=None, created_at__lt=since)
    begun = Intake.objects.filter(finished_at=None, updated_at__lt=since)
    finished = Intake.objects.filter(finished_at__isnull=False, client=OuterRef("client"))
    unanswered = links.filter(~Exists(finished.filter(finished_at__gt=OuterRef("created_at"))))
    return clients.filter(Q(pk__in=unanswered.values("client")) | Q(pk__in=begun.values("client")))


def count_waiting(user: User, now: datetime) -> dict[str, int]:
    """Return how many active clients of the person's wait for what, in one query; each is counted up to MOST_COUNTED.

    Only what the person may do something about.
    """
    clients = present(clients_visible_to(user)).filter(status=Client.Status.ACTIVE).order_by().select_related(None)
    kinds: dict[str, QuerySet[Client]] = {}
    if user.may(Permission.HEALTH_VIEW):
        kinds |= {CLEARANCE: needing_clearance(clients), DUE: due_again(clients)}
    if user.may(Permission.CLIENTS_EDIT):
        kinds[WAITING] = waiting_intakes(clients, now)
    parts = [
        found.annotate(waits_for=Value(kind, CharField())).values_list("waits_for")[:MOST_COUNTED]
        for kind, found in kinds.items()
    ]
    if not parts:
        return {}
    counts = Counter(kind for (kind,) in parts[0].union(*parts[1:], all=True))
    return {kind: counts[kind] for kind in kinds if counts[kind]}


def _latest(condition: Q) -> QuerySet[Any, Any]:
    """Return the clients of the screenings that count and are like this."""
    later = Screening.objects.filter(client=OuterRef("client"), pk__gt=OuterRef("pk"))
    return Screening.objects.filter(condition).filter(~Exists(later)).values("client")
