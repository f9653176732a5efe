"""Reading clients. Everything starts from what the user may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.contrib.auth import get_user_model
from django.contrib.postgres.lookups import TrigramWordSimilar
from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import Lower

from apps.accounts.roles import COACHES, TEAM, Role
from apps.clients.models import Client
from apps.clients.models.folding import digits_of, fold

if TYPE_CHECKING:
    from apps.accounts.models import User

TextField.register_lookup(TrigramWordSimilar)

SHORTEST_SEARCH = 2
ORDERINGS: dict[str, tuple[str, ...]] = {
    "name": ("sort_name", "id"),
    "created_at": ("created_at", "id"),
    "status": ("status", "sort_name", "id"),
    "member_since": ("member_since", "id"),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many clients are where."""

    active: int
    inactive: int
    archived: int

    @property
    def present(self) -> int:
        return self.active + self.inactive


def clients_visible_to(user: User) -> QuerySet[Client]:
    """Return the clients a person may know of, archived ones too.

    Owner, manager and front desk: all. A trainer: those they train, and those nobody trains yet. Others: none.
    """
    clients = Client.objects.select_related("trainer")
    if user.role == Role.TRAINER:
        return clients.filter(Q(trainer=user.pk) | Q(trainer=None))
    return clients if user.role in TEAM else clients.none()


def present(clients: QuerySet[Client]) -> QuerySet[Client]:
    """Leave out the archived."""
    return clients.filter(archived_at=None)


def with_status(clients: QuerySet[Client], status: str) -> QuerySet[Client]:
    """Narrow to "active", "inactive" or "archived"; "" is everybody who is not archived."""
    if status == "archived":
        return clients.filter(archived_at__isnull=False)
    return present(clients).filter(status=status) if status else present(clients)


def search_clients(clients: QuerySet[Client], text: str) -> QuerySet[Client]:
    """Narrow to those whose name, e-mail or phone holds every word; when none does, to those that come close.

    Fewer than two characters find everybody.
    """
    query = fold(text)
    if len(query) < SHORTEST_SEARCH:
        return clients
    exact = clients.filter(_holds_all(query))
    return exact if exact.exists() else clients.filter(search__trigram_word_similar=query)


def count_by_status(clients: QuerySet[Client]) -> Counts:
    """Count in one query."""
    is_here = Q(archived_at=None)
    found = clients.order_by().aggregate(
        active=Count("pk", filter=is_here & Q(status=Client.Status.ACTIVE)),
        inactive=Count("pk", filter=is_here & Q(status=Client.Status.INACTIVE)),
        archived=Count("pk", filter=~is_here),
    )
    return Counts(**found)


def trainers() -> QuerySet[User]:
    """Return those who train here."""
    users = get_user_model().objects.filter(role__in=COACHES, is_active=True)
    return cast("QuerySet[User]", users.order_by("full_name"))


def holder_names(emails: set[str]) -> dict[str, str]:
    """Return who, of those not archived, has which of the e-mails."""
    rows = (
        Client.objects.filter(archived_at=None)
        .alias(folded=Lower("email"))
        .filter(folded__in=emails)
        .values_list("email", "first_name", "last_name")
    )
    return {email or "": f"{first} {last}".strip() for email, first, last in rows}


def _holds_all(query: str) -> Q:
    if digits := _phone_digits(query):
        return Q(search__contains=digits)
    condition = Q()
    for word in query.split():
        condition &= Q(search__contains=word)
    return condition


def _phone_digits(query: str) -> str:
    """Return the digits to look for when the query can only be a phone number, without the prefixes people vary."""
    if any(sign.isalpha() or sign == "@" for sign in query):
        return ""
    digits = digits_of(query)
    return digits.lstrip("0") if len(digits) > SHORTEST_SEARCH else digits
