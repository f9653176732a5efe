"""Reading clients. Everything starts from what the user may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.postgres.lookups import TrigramWordSimilar
from django.contrib.postgres.search import TrigramWordDistance
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.accounts.roles import COACHES, TEAM, Role
from apps.clients.households import contact_of, dependants_of, payer_of
from apps.clients.models import Client, ImportBatch
from apps.clients.models.folding import digits_of, fold
from apps.common.errors import NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User

TextField.register_lookup(TrigramWordSimilar)

__all__ = ["contact_of", "dependants_of", "payer_of"]  # read here, shown to the rooms above

SHORTEST_SEARCH = 2
SHORTEST_INSIDE = 3  # a trigram: shorter words are looked for at the start of words, where the index helps
SHORTEST_GUESS = 4  # what comes close to three letters is anything
MOST_GUESSED, MOST_WEIGHED = 100, 2_000
ORDERINGS: dict[str, tuple[str, ...]] = {
    "name": ("sort_name", "id"),
    "created_at": ("created_at", "id"),
    "status": ("status", "sort_name", "id"),
    "member_since": ("member_since", "id"),
    "last_session": ("last_session_at", "id"),
}


def clients_visible_to(user: User) -> QuerySet[Client]:
    """Return the clients a person may know of, archived ones too.

    Owner, manager and front desk: all. A trainer: those they lead or assist, and those nobody trains yet. A client: their own
    record, until it is archived. Others: none.
    """
    clients = Client.objects.select_related("trainer")
    if user.role == Role.TRAINER:
        return clients.filter(_trained_by(user.pk) | Q(trainer=None))
    if user.role == Role.CLIENT:
        return clients.filter(user=user.pk, archived_at=None)
    return clients if user.role in TEAM else clients.none()


def records_visible_to(user: User) -> QuerySet[Client]:
    """Return whose sessions and record a person may look at: a client's own, and those of the minors whose guardian they are."""
    if user.role != Role.CLIENT:
        return clients_visible_to(user)
    return Client.objects.filter(Q(user=user.pk, archived_at=None) | Q(pk__in=dependants_of(user).values("pk")))


def present(clients: QuerySet[Client]) -> QuerySet[Client]:
    """Leave out the archived."""
    return clients.filter(archived_at=None)


def trained_by(clients: QuerySet[Client], trainer_id: UUID) -> QuerySet[Client]:
    """Narrow to those whom somebody trains, leading or with others."""
    return clients.filter(_trained_by(trainer_id))


def assistants_of(client: Client) -> list[User]:
    """Return who trains a client besides the one who leads, by name."""
    if not client.assistants:
        return []
    return list(get_user_model().objects.filter(pk__in=client.assistants).order_by("full_name"))


def search_clients(clients: QuerySet[Client], text: str) -> QuerySet[Client]:
    """Narrow to those whose name, e-mail or phone holds every word; when none does, to those that come close.

    Words of one or two letters count at the start of a word. Fewer than two characters find everybody.
    """
    query = fold(text)
    if len(query) < SHORTEST_SEARCH:
        return clients
    exact = clients.filter(_holds_all(query))
    if len(query) < SHORTEST_GUESS or exact.exists():
        return exact
    return clients.filter(pk__in=_closest(clients, query))


def ids_of_all(*, after: UUID | None, most: int) -> list[UUID]:
    """Return the ids of the business's clients in order, some at a time: those behind `after`."""
    clients = Client.objects.filter(pk__gt=after) if after else Client.objects.all()
    return list(clients.order_by("pk").values_list("pk", flat=True)[:most])


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


def _trained_by(trainer_id: UUID) -> Q:
    return Q(trainer=trainer_id) | Q(assistants__touches=[trainer_id])


def _holds_all(query: str) -> Q:
    if digits := _phone_digits(query):
        return Q(search__contains=digits)
    condition = Q()
    for word in query.split():
        condition &= Q(search__contains=word if len(word) >= SHORTEST_INSIDE else f" {word}")
    return condition


def _closest(clients: QuerySet[Client], query: str) -> list[UUID]:
    """Return those most like the query, not too many: who sees hundreds of guesses types on."""
    alike = clients.order_by().select_related(None).filter(search__trigram_word_similar=query)
    weighed = Client.objects.filter(pk__in=alike.values("pk")[:MOST_WEIGHED])
    return list(weighed.order_by(TrigramWordDistance(query, "search")).values_list("pk", flat=True)[:MOST_GUESSED])


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
