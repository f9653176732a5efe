"""How many clients are where."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import CharField, Count, Value

from apps.clients.models import Client
from apps.clients.selectors import present
from apps.clients.selectors.risk import Look, at_risk, days_away

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST_COUNTED = 1_000
NEEDED = ("pk", "status", "archived_at", "last_session_at", "booked_until", "member_since")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many clients are where; `is_capped` when there were more than anybody wants counted."""

    active: int
    inactive: int
    archived: int
    at_risk: int = 0
    is_capped: bool = False

    @property
    def present(self) -> int:
        return self.active + self.inactive

    def of(self, view: str) -> int:
        """Return the count of one view of the list."""
        return int(getattr(self, view or "present"))


def count_clients(clients: QuerySet[Client], look: Look, *, at_most: int | None = None) -> Counts:
    """Count in one query; with `at_most`, stop there and say so."""
    plain = clients.order_by().select_related(None)
    return _count_all(plain, look) if at_most is None else _count_some(plain, look, at_most)


def _count_all(clients: QuerySet[Client], look: Look) -> Counts:
    """Count each part apart, so that it is answered by its own index alone."""
    parts = [
        part.values_list("status").annotate(part=Value(name, CharField()), number=Count("pk"))
        for name, part in (
            ("here", present(clients)),
            ("archived", clients.filter(archived_at__isnull=False, merged_into=None)),
            ("at_risk", at_risk(clients, look)),
        )
    ]
    found = Counter({(part, status): number for status, part, number in parts[0].union(*parts[1:], all=True)})
    return Counts(
        active=found["here", Client.Status.ACTIVE],
        inactive=found["here", Client.Status.INACTIVE],
        archived=sum(number for (part, _status), number in found.items() if part == "archived"),
        at_risk=found["at_risk", Client.Status.ACTIVE],
    )


def _count_some(clients: QuerySet[Client], look: Look, at_most: int) -> Counts:
    rows = list(clients.only(*NEEDED)[: at_most + 1])
    here = [client for client in rows if not client.is_archived]
    active = [client for client in here if client.is_active]
    return Counts(
        active=len(active),
        inactive=len(here) - len(active),
        archived=len(rows) - len(here),
        at_risk=sum(1 for client in active if days_away(client, look)),
        is_capped=len(rows) > at_most,
    )
