"""Reading the edits of clients: rows, and each field before and after in words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import F, Func, QuerySet
from django.utils.translation import gettext as _

from apps.clients import wording
from apps.clients.models import Client, ClientChange
from apps.common.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence

    from apps.accounts.models import User


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an edit. `is_hidden`: the reader may know that it changed, not what it says."""

    name: str
    label: str
    before: str
    after: str
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One edit: whose, when, and what it did."""

    id: UUID
    version: int
    at: dt.datetime
    by: str
    is_reversion: bool
    client_id: UUID
    fields: list[FieldChange]

    @property
    def is_readable(self) -> bool:
        """At least one of its fields may be read."""
        return not all(field.is_hidden for field in self.fields)


def in_words(changes: Sequence[ClientChange], user: User) -> list[Change]:
    """Return edits as this person may read them; a query for each kind of value that needs one, however many edits."""
    values: dict[str, list[Any]] = defaultdict(list)
    for change in changes:
        for name, pair in change.fields.items():
            values[name] += pair
    words = {name: iter(texts) for name, texts in wording.in_words(values).items()}
    return [_change(change, words, user) for change in changes]


def _change(change: ClientChange, words: dict[str, Any], user: User) -> Change:
    fields = []
    for name in change.fields:
        before, after, label = next(words[name]), next(words[name]), wording.label_of(name)
        if wording.may_see_field(user, name):
            fields.append(FieldChange(name, label, before, after))
        else:
            fields.append(FieldChange(name, label, "", "", is_hidden=True))
    return Change(
        id=change.pk,
        version=change.version,
        at=change.created_at,
        by=change.by.full_name if change.by else "",
        is_reversion=change.reverts is not None,
        client_id=change.client_id,
        fields=fields,
    )


def changes_of(client: Client, *, field: str = "", by: str = "") -> QuerySet[ClientChange]:
    """Return the edits of a client, and of those who were merged into it, with who made them, newest first, narrowed to a field or a person (by id).

    The caller has checked that the client may be seen. Raises InvalidInput for a person that is no id.
    """
    changes = ClientChange.objects.filter(client__in=family_of(client)).select_related("by").order_by("-id")
    if field:
        changes = changes.filter(fields__has_key=field)
    if by:
        person = uuid_or_none(by)
        if person is None:
            raise InvalidInput({"by": _("This is nobody.")})
        changes = changes.filter(by=person)
    return changes


def family_of(client: Client) -> list[UUID]:
    """Return the ids of a client and of everybody who was merged into it, whatever the number of steps."""
    found = newest = [client.pk]
    while newest:
        newest = list(Client.objects.filter(merged_into__in=newest).values_list("pk", flat=True))
        found = found + newest
    return found


def latest_change(client: Client) -> UUID:
    """Return the id of a client's newest edit."""
    return ClientChange.objects.filter(client=client).latest("version").pk


def change_of(client: Client, change_id: UUID | str) -> ClientChange:
    """Return one edit of a client. Raises NotFound."""
    change = ClientChange.objects.filter(client=client, pk=change_id).select_related("by").first()
    if change is None:
        raise NotFound(_("There is no such change."))
    return change


def changed_fields(client: Client) -> list[str]:
    """Return the names of the fields that were ever edited."""
    keys = ClientChange.objects.filter(client__in=family_of(client)).annotate(
        key=Func(F("fields"), function="jsonb_object_keys")
    )
    return sorted(keys.values_list("key", flat=True).distinct())


def editors_of(client: Client) -> QuerySet[User]:
    """Return those who ever edited the client."""
    ids = ClientChange.objects.filter(client__in=family_of(client)).values("by")
    return get_user_model().objects.filter(pk__in=ids).order_by("full_name")


def changes_by_id(ids: Collection[str]) -> QuerySet[ClientChange]:
    """Return edits by their ids, with who made them."""
    return ClientChange.objects.filter(pk__in=ids).select_related("by")


def uuid_or_none(text: str) -> UUID | None:
    """Return the id that a text is; None when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
