"""How many clients are where."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, CharField, Count, Value, When

from apps.clients.models import Client
from apps.clients.selectors import present
from apps.clients.selectors.risk import Look, at_risk, risk_condition

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST_COUNTED = 1_000


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
            ("archived", _archived(clients)),
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
    """Count the present and the archived apart: most indexes hold the present alone."""
    away = Case(When(risk_condition(look), then=True), default=False)
    try:
        here, of_here = _sql(present(clients).values_list("status", away), at_most)
        gone, of_gone = _sql(_archived(clients).values_list("pk"), at_most)
    except EmptyResultSet:  # nobody can be found: Django knows it without asking
        return Counts(0, 0, 0)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT status, away, count(*) FROM ({here}) AS here (status, away) GROUP BY 1, 2 "  # noqa: S608 - the ORM's
            f"UNION ALL SELECT '', false, count(*) FROM ({gone}) AS gone",
            [*of_here, *of_gone],
        )
        found = Counter({(status, away): number for status, away, number in cursor.fetchall()})
    active, inactive = (
        found[name, False] + found[name, True] for name in (Client.Status.ACTIVE, Client.Status.INACTIVE)
    )
    archived = found["", False]
    is_capped = active + inactive > at_most or archived > at_most
    return Counts(active, inactive, archived, found[Client.Status.ACTIVE, True], is_capped=is_capped)


def _archived(clients: QuerySet[Client]) -> QuerySet[Client]:
    return clients.filter(archived_at__isnull=False, merged_into=None)


def _sql(rows: QuerySet[Client, Any], at_most: int) -> tuple[str, tuple[Any, ...]]:
    return rows[: at_most + 1].query.sql_with_params()
