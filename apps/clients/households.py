"""Reading households: who belongs to a client, who gets their letters, who pays, and whose guardian somebody is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.clients.models import Client, Relation

if TYPE_CHECKING:
    import datetime as dt

    from apps.accounts.models import User

ADULT = 18
Kind = Relation.Kind


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to write to. `client` is there when they are one."""

    name: str
    email: str
    phone: str
    client: Client | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A relation as it stands on one client's page; `person` is the other client, if it is one."""

    relation: Relation
    person: Client | None
    name: str
    words: str
    email: str
    phone: str


def household_of(client: Client) -> list[Link]:
    """Return everybody who is related to a client, seen from them: guardians first, then in the order of being added."""
    relations = (
        Relation.objects.filter(Q(client=client) | Q(other=client)).select_related("client", "other").order_by("id")
    )
    links = [_link(relation, client) for relation in relations]
    return sorted(links, key=lambda link: (not link.relation.is_primary, link.relation.kind != Kind.GUARDIAN))


def is_minor(client: Client) -> bool | None:
    """Say whether a client is under 18; None when nobody knows."""
    return None if client.age is None else client.age < ADULT


def contact_of(client: Client) -> Contact:
    """Return who gets a client's messages: their primary guardian while they are under 18 or of unknown age, else they."""
    relation = _first(client, is_primary=True)
    return _contact(relation) if relation and is_minor(client) is not False else _themselves(client)


def payer_of(client: Client) -> Contact:
    """Return who pays for a client; who has nobody pays for themselves."""
    relation = _first(client, pays=True)
    return _contact(relation) if relation else _themselves(client)


def dependants_of(user: User) -> QuerySet[Client]:
    """Return the clients whose guardian the person is: while they are under 18 or of unknown age, and nobody is archived."""
    guardians = Relation.objects.filter(kind=Kind.GUARDIAN, other__user=user.pk, other__archived_at=None)
    young = Q(date_of_birth=None) | Q(date_of_birth__gt=_grown_up_day())
    clients = Client.objects.select_related("trainer").filter(young, archived_at=None)
    return clients.filter(pk__in=guardians.values("client"))


def _grown_up_day() -> dt.date:
    """Return the day on or before which who is 18 today was born."""
    today = timezone.localdate()
    try:
        return today.replace(year=today.year - ADULT)
    except ValueError:  # the 29th of February
        return today.replace(year=today.year - ADULT, day=28)


def _first(client: Client, **conditions: bool) -> Relation | None:
    return Relation.objects.filter(client=client, **conditions).select_related("other").first()


def _contact(relation: Relation) -> Contact:
    if relation.other:
        return _themselves(relation.other)
    return Contact(relation.contact_name, relation.contact_email, relation.contact_phone)


def _themselves(client: Client) -> Contact:
    return Contact(client.full_name, client.email or "", client.phone or "", client)


def _link(relation: Relation, client: Client) -> Link:
    is_forward = relation.client_id == client.pk
    person = relation.other if is_forward else relation.client
    words = _words(relation, is_forward=is_forward)
    if person is None:
        return Link(relation, None, relation.contact_name, words, relation.contact_email, relation.contact_phone)
    return Link(relation, person, person.full_name, words, person.email or "", person.phone or "")


def _words(relation: Relation, *, is_forward: bool) -> str:
    """Say what the other one is to the client whose page it is."""
    backward = {Kind.GUARDIAN: _("Dependant"), Kind.PAYER: _("Paid for by this client")}
    kind = Kind(relation.kind)
    what = relation.word or str(kind.label) if kind == Kind.OTHER else str(kind.label)
    what = what if is_forward else str(backward.get(kind, what))
    if relation.is_primary and is_forward:
        what = _("Primary guardian")
    if relation.pays and kind != Kind.PAYER:
        return _("%(what)s, pays") % {"what": what} if is_forward else _("%(what)s, paid for") % {"what": what}
    return what
