"""Reading who may be a client already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.search import TrigramWordDistance
from django.db.models import Q, QuerySet

from apps.clients.likeness import Facts, compare, reason_words
from apps.clients.models import Client, DuplicatePair, DuplicateScan
from apps.clients.models.email_key import EmailKey
from apps.clients.models.folding import digits_of, fold
from apps.clients.selectors import MOST_WEIGHED, SHORTEST_GUESS, clients_visible_to

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from apps.accounts.models import User

IDENTIFYING = frozenset({"first_name", "last_name", "email", "phone", "date_of_birth"})
MOST_SHOWN, MOST_COMPARED = 5, 60


@dataclass(frozen=True, slots=True)
class Hit:
    """A client who may be the same person, how likely (50 to 100), and why."""

    client: Client
    score: int
    reasons: list[str]

    @property
    def words(self) -> str:
        return ", ".join(reason_words(reason) for reason in self.reasons)


def likely_duplicates(values: Mapping[str, Any], user: User, *, besides: UUID | None = None) -> list[Hit]:
    """Return the clients, archived ones too, who may be the one with these (checked) values: the likeliest first.

    Only among those the person may see: a warning must not tell of others. At most five. Two queries.
    """
    facts = Facts.of(values)
    clients = clients_visible_to(user).filter(merged_into=None)
    if besides:
        clients = clients.exclude(pk=besides)
    found = {client.pk: client for client in _same(clients, facts)}
    found |= {client.pk: client for client in _named_alike(clients, facts)}
    hits = [
        Hit(client, likeness.score, likeness.reasons)
        for client in found.values()
        if (likeness := compare(facts, facts_of(client)))
    ]
    return sorted(hits, key=lambda hit: (-hit.score, hit.client.sort_name))[:MOST_SHOWN]


def facts_of(client: Client) -> Facts:
    """Return what a client is recognised by."""
    return Facts.of({name: getattr(client, name) for name in IDENTIFYING})


def _same(clients: QuerySet[Client], facts: Facts) -> list[Client]:
    """Return those with the same mailbox, phone or whole name; each part of the condition has its index."""
    condition = Q(pk__in=[])
    if facts.email:
        condition |= Q(email__isnull=False, mailbox=facts.email)
    if facts.phone:
        condition |= Q(phone=facts.phone, search__contains=digits_of(facts.phone))
    return list(clients.alias(mailbox=EmailKey("email")).filter(condition)[:MOST_COMPARED])


def _named_alike(clients: QuerySet[Client], facts: Facts) -> list[Client]:
    if len(facts.name) < SHORTEST_GUESS:
        return list(clients.filter(sort_name=fold(facts.name))[:MOST_COMPARED])
    alike = clients.order_by().select_related(None).filter(search__trigram_word_similar=facts.name)
    weighed = clients.filter(pk__in=alike.values("pk")[:MOST_WEIGHED])
    return list(weighed.order_by(TrigramWordDistance(facts.name, "search"))[:MOST_COMPARED])


def open_pairs() -> QuerySet[DuplicatePair]:
    """Return the pairs that nobody dismissed and of whom none is gone, with both clients."""
    pairs = DuplicatePair.objects.filter(dismissed_at=None, first__archived_at=None, second__archived_at=None)
    return pairs.select_related("first__trainer", "second__trainer").order_by("-score", "-id")


def last_scan() -> DuplicateScan | None:
    """Return the newest look through the business, running or done."""
    return DuplicateScan.objects.order_by("-id").first()


def birthdays_by_name(names: set[str]) -> dict[str, set[str]]:
    """Return the days of birth, "" for unknown, of clients by their folded "last first" names; none is archived."""
    rows = Client.objects.filter(archived_at=None, sort_name__in=names).values_list("sort_name", "date_of_birth")
    found: dict[str, set[str]] = {}
    for name, born in rows:
        found.setdefault(name, set()).add(born.isoformat() if born else "")
    return found
