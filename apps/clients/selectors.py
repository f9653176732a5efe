"""Reading clients. Everything starts from what the user may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.postgres.lookups import TrigramWordSimilar
from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.accounts.roles import COACHES, TEAM, Role
from apps.clients.models import Client, ImportBatch
from apps.clients.models.folding import digits_of, fold
from apps.common.errors import NotFound

if TYPE_CHECKING:
    from uuid import UUID

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

    Owner, manager and front desk: all. A trainer: those they train, and those nobody trains yet. A client: their own
    record, until it is archived. Others: none.
    """
    clients = Client.objects.select_related("trainer")
    if user.role == Role.TRAINER:
        return clients.filter(Q(trainer=user.pk) | Q(trainer=None))
    if user.role == Role.CLIENT:
        return clients.filter(user=user.pk, archived_at=None)
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
    return users.order_by("full_name")


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


def names_by_phone(phones: set[str]) -> dict[str, set[str]]:
    """Return who, of those not archived, has which of the phone numbers."""
    rows = Client.objects.filter(archived_at=None, phone__in=phones).values_list("phone", "first_name", "last_name")
    found: dict[str, set[str]] = {}
    for phone, first, last in rows:
        found.setdefault(phone or "", set()).add(f"{first} {last}".strip())
    return found


def imports_visible_to(user: User) -> QuerySet[ImportBatch]:
    """Return the business's imports, with who made them; none for those who may not import."""
    batches = ImportBatch.objects.select_related("created_by")
    return batches if user.may(Permission.CLIENTS_IMPORT) else batches.none()


def import_for(user: User, batch_id: UUID | str, *, lock: bool = False) -> ImportBatch:
    """Return an import of the business. Raises NotFound, also for those who may not import."""
    batches = imports_visible_to(user)
    batch = (batches.select_for_update(of=("self",)) if lock else batches).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound(_("There is no such import."))
    return batch


def issues_of(batch: ImportBatch, *, level: str, most: int) -> list[dict[str, Any]]:
    """Return the first issues of a level, in the order of the rows."""
    found: list[dict[str, Any]] = []
    for issues in batch.chunks.order_by("number").values_list("issues", flat=True).iterator(chunk_size=5):
        found += [issue for issue in issues if issue["level"] == level]
        if len(found) >= most:
            break
    return found[:most]


def first_rows_of(batch: ImportBatch, most: int) -> list[dict[str, Any]]:
    """Return the first good rows as they will be: `{"row", "values"}`."""
    for rows in batch.chunks.order_by("number").values_list("rows", flat=True).iterator(chunk_size=1):
        if rows:
            return list(rows[:most])
    return []


def clients_of_import(batch: ImportBatch) -> QuerySet[Client]:
    """Return the clients that came with a file and are still here."""
    return Client.objects.filter(import_batch=batch).order_by("sort_name", "id")
