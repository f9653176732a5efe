"""Relating clients to each other, and to people who do not train here."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from apps.activity.services import publish
from apps.clients.households import is_minor
from apps.clients.models import Client, Relation
from apps.clients.models.relation import LONGEST_WORD
from apps.clients.organising_events import HouseholdChanged
from apps.clients.selectors import clients_visible_to
from apps.clients.services.values.emails import parse_email
from apps.clients.services.values.phones import parse_phone
from apps.clients.services.values.refusal import Refused
from apps.clients.services.values.texts import one_line
from apps.common.business import current, schema_name
from apps.common.errors import IllegalTransition, InvalidInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from apps.accounts.models import User

MOST_RELATIONS = 30
Kind = Relation.Kind


class ContactFields(TypedDict, total=False):
    """Somebody who is no client."""

    name: str
    email: str
    phone: str


def relate(  # noqa: PLR0913 - a relation is told whole
    *,
    client_id: UUID,
    by: User,
    kind: str,
    other_id: UUID | None = None,
    contact: ContactFields | None = None,
    word: str = "",
    pays: bool = False,
    is_primary: bool = False,
) -> Relation:
    """Say that another client, or a contact, is `kind` of the client, and return it.

    The first guardian is the primary one; a later one becomes it when `is_primary`. Raises NotFound, IllegalTransition
    when one of them is archived, InvalidInput by field: for oneself, for a pair that is related already, for a circle of
    guardians, for a guardian under 18, for a second payer, and for a contact without a name.
    """
    try:
        with transaction.atomic():
            if kind == Kind.GUARDIAN:
                _hold_guardians()
            client, other = _people(client_id, other_id, by)
            relation = Relation(client=client, other=other, **_told(kind, word, contact, other))
            relation.pays = pays or kind == Kind.PAYER
            _check(relation)
            if relation.kind == Kind.GUARDIAN:
                _settle_primary(relation, wanted=is_primary)
            relation.save(force_insert=True)
            _tell(relation, by, is_added=True)
    except IntegrityError as error:  # two at once
        raise InvalidInput({"other": _("These two are related already, or somebody pays already.")}) from error
    return relation


def change_relation(
    *, relation_id: UUID, client_id: UUID, by: User, pays: bool | None = None, is_primary: bool | None = None
) -> Relation:
    """Say who pays, or who is the primary guardian; the one before them is it no more. Raises NotFound, InvalidInput."""
    with transaction.atomic():
        relation = _locked(relation_id, client_id, by)
        if is_primary and relation.kind != Kind.GUARDIAN:
            raise InvalidInput({"is_primary": _("Only a guardian can be the primary one.")})
        if is_primary:
            _settle_primary(relation, wanted=True)
        if pays is not None and not (pays or relation.kind != Kind.PAYER):
            raise InvalidInput({"pays": _("Remove who only pays instead.")})
        if pays:
            _one_payer(relation)
        relation.pays = relation.pays if pays is None else pays
        relation.save()
        _tell(relation, by, is_added=True)
    return relation


def unrelate(*, relation_id: UUID, client_id: UUID, by: User) -> None:
    """Take a relation away; of the guardians who stay, the one added first becomes the primary. Raises NotFound."""
    with transaction.atomic():
        relation = _locked(relation_id, client_id, by)
        relation.delete()
        if relation.is_primary:
            following = Relation.objects.filter(client=relation.client_id, kind=Kind.GUARDIAN).order_by("id").first()
            if following:
                following.is_primary = True
                following.save(update_fields=["is_primary", "updated_at"])
        _tell(relation, by, is_added=False)


def _people(client_id: UUID, other_id: UUID | None, by: User) -> tuple[Client, Client | None]:
    """Lock both, always in the same order."""
    if client_id == other_id:
        raise InvalidInput({"other": _("Nobody is related to themselves.")})
    wanted = [one for one in (client_id, other_id) if one]
    people = clients_visible_to(by).select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    found = {client.pk: client for client in people}
    if client_id not in found:
        raise NotFound(_("There is no such client."))
    if other_id and other_id not in found:
        raise InvalidInput({"other": _("There is no such client.")})
    for client in found.values():
        if client.is_archived:
            raise IllegalTransition(_("%(name)s is archived: restore first.") % {"name": client.full_name})
    return found[client_id], found[other_id] if other_id else None


def _told(kind: str, word: str, contact: ContactFields | None, other: Client | None) -> dict[str, str]:
    """Return the checked words of a relation."""
    given = contact or {}
    checks: dict[str, Callable[[], str]] = {
        "kind": lambda: _kind(kind),
        "word": lambda: one_line(word, longest=LONGEST_WORD) if kind == Kind.OTHER else "",
        "contact_name": lambda: _contact_name(given.get("name", ""), other),
        "contact_email": lambda: "" if other else parse_email(given.get("email", "")) or "",
        "contact_phone": lambda: "" if other else parse_phone(given.get("phone", ""), country=current().country) or "",
    }
    values, problems = {}, {}
    for name, check in checks.items():
        try:
            values[name] = check()
        except Refused as refusal:
            problems[name] = refusal.reason
    if problems:
        raise InvalidInput(problems)
    return values


def _kind(kind: str) -> str:
    if kind not in Kind.values:
        raise Refused(_("There is no such relation."))
    return kind


def _contact_name(name: str, other: Client | None) -> str:
    clean = one_line(name)
    if other and clean:
        raise Refused(_("Either a client or somebody else, not both."))
    if not other and not clean:
        raise Refused(_("Choose a client, or give the name of somebody who is none."))
    return clean


def _check(relation: Relation) -> None:
    client, other = relation.client, relation.other
    theirs = Relation.objects.filter(client=client)
    if theirs.count() >= MOST_RELATIONS:
        raise InvalidInput({"other": _("At most %(most)d people.") % {"most": MOST_RELATIONS}})
    pair = Relation.objects.filter(client=other, other=client) | theirs.filter(other=other)
    if other and pair.exists():
        words = {"one": client.full_name, "other": other.full_name}
        raise InvalidInput({"other": _("%(one)s and %(other)s are related already.") % words})
    if relation.pays:
        _one_payer(relation)
    if other and relation.kind == Kind.GUARDIAN:
        _check_guardian(client, other)


def _check_guardian(client: Client, guardian: Client) -> None:
    if is_minor(guardian):
        words = {"name": guardian.full_name, "age": guardian.age}
        raise InvalidInput({"other": _("%(name)s is %(age)d: a guardian is an adult.") % words})
    above, level = set(), {guardian.pk}
    while level:
        if client.pk in level:
            words = {"one": client.full_name, "other": guardian.full_name}
            raise InvalidInput(
                {"other": _("%(one)s is a guardian of %(other)s already, or of their guardian.") % words}
            )
        above |= level
        guardians = Relation.objects.filter(client__in=level, kind=Kind.GUARDIAN, other__isnull=False)
        level = {pk for pk in guardians.values_list("other", flat=True) if pk} - above


def _one_payer(relation: Relation) -> None:
    payer = Relation.objects.filter(client=relation.client, pays=True).exclude(pk=relation.pk).first()
    if payer:
        words = {"name": payer.name, "client": relation.client.full_name}
        raise InvalidInput({"pays": _("%(name)s pays for %(client)s already: change that first.") % words})


def _settle_primary(relation: Relation, *, wanted: bool) -> None:
    primary = Relation.objects.filter(client=relation.client, is_primary=True).exclude(pk=relation.pk)
    if wanted:
        primary.update(is_primary=False)
    relation.is_primary = wanted or not primary.exists()


def _hold_guardians() -> None:
    """Let guardians be named one after the other: two who close a circle at once would not see each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"guardians {schema_name()}"])


def _locked(relation_id: UUID, client_id: UUID, by: User) -> Relation:
    """Return a relation of a client whom the person may see, whichever side that client is on."""
    seen = clients_visible_to(by).filter(pk=client_id)
    relations = (
        Relation.objects.select_for_update(of=("self",)).select_related("client", "other").filter(pk=relation_id)
    )
    relation = relations.filter(client__in=seen).first() or relations.filter(other__in=seen).first()
    if relation is None:
        raise NotFound(_("There is no such relation."))
    return relation


def _tell(relation: Relation, by: User, *, is_added: bool) -> None:
    event = HouseholdChanged(
        client_id=str(relation.client_id),
        other_id=str(relation.other_id or ""),
        kind=relation.kind,
        first=relation.client.full_name,
        second=relation.name,
        is_added=is_added,
    )
    publish(event, actor=by, client_ids=[one for one in (relation.client_id, relation.other_id) if one])
