"""The log of contacts with a client: written by hand, and letters that the product sent."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.activity.services import publish
from apps.clients.models import Client, ClientContact
from apps.clients.models.contact import LONGEST_SAID
from apps.clients.note_events import (
    ContactChanged,
    ContactDeleted,
    ContactLogged,
    ContactRestored,
    FollowUpFinished,
    FollowUpReopened,
)
from apps.clients.services.bin import bin_row, unbin_row
from apps.clients.services.finding import find_present
from apps.clients.services.notes import check_own, same_again
from apps.clients.services.values.refusal import Refused
from apps.clients.services.values.texts import many_lines, one_line
from apps.common.errors import IllegalTransition, InvalidInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from apps.accounts.models import User
    from apps.activity.events import Event

BY_HAND = frozenset(set(ClientContact.Way.values) - {ClientContact.Way.LETTER})
CLOCKS_DIFFER = dt.timedelta(minutes=5)
LONGEST_AGO, FARTHEST = dt.timedelta(days=366 * 10), dt.timedelta(days=366 * 2)


class ContactFields(TypedDict, total=False):
    """What can be said of a contact. `at`: when it happened; `follow_up_on`: the day to get in touch again."""

    way: str
    direction: str
    said: str
    at: dt.datetime | None
    follow_up_on: dt.date | None


def log_contact(
    *, client_id: UUID, by: User, contact_id: UUID | None = None, **fields: Unpack[ContactFields]
) -> ClientContact:
    """Write down that the two were in touch, now unless `at` says when. `contact_id` makes the call safe to repeat.

    Raises InvalidInput by field, NotFound, IllegalTransition.
    """
    given: dict[str, Any] = {"way": "", **fields}
    values = _checked(given) | ({} if given.get("at") else {"at": timezone.now()})
    with transaction.atomic():
        client = find_present(client_id, by)
        if contact_id and (known := ClientContact.objects.filter(pk=contact_id).first()):
            return same_again(known, (known.client_id, known.by_id) == (client.pk, by.pk))
        contact = ClientContact(client=client, by=by, **values)
        contact.pk = contact_id or contact.pk
        contact.save(force_insert=True)
        _tell(ContactLogged, contact, by)
    return contact


def change_contact(
    *, client_id: UUID, contact_id: UUID, by: User, expected_version: int | None = None, **fields: Unpack[ContactFields]
) -> ClientContact:
    """Change what was logged: for who logged it and managers; a letter's row stays as the product wrote it.

    Raises InvalidInput by field, NotFound, NotAllowed, StaleVersion, IllegalTransition.
    """
    with transaction.atomic():
        contact = _locked(client_id, contact_id, by)
        _check_changeable(contact, by)
        contact.check_version(expected_version)
        given: dict[str, Any] = {name: value for name, value in fields.items() if value != getattr(contact, name)}
        values = _checked({name: value for name, value in given.items() if name != "at" or value})
        if values:
            if "follow_up_on" in values:
                contact.ask_follow_up(values.pop("follow_up_on"))
            for name, value in values.items():
                setattr(contact, name, value)
            _keep(contact)
            _tell(ContactChanged, contact, by)
    return contact


def delete_contact(*, client_id: UUID, contact_id: UUID, by: User, expected_version: int | None = None) -> None:
    """Delete what was logged: for who logged it and managers; it can be brought back for a week. Again does nothing.

    Raises NotFound, NotAllowed, StaleVersion, IllegalTransition.
    """
    with transaction.atomic():
        contact = _locked(client_id, contact_id, by, is_deleted=None)
        _check_changeable(contact, by)
        if contact.is_deleted:
            return
        contact.check_version(expected_version)
        bin_row(contact)
        _tell(ContactDeleted, contact, by)


def restore_contact(*, client_id: UUID, contact_id: UUID, by: User) -> ClientContact:
    """Bring back what was deleted. Again does nothing. Raises NotFound, NotAllowed, IllegalTransition."""
    with transaction.atomic():
        contact = _locked(client_id, contact_id, by, is_deleted=None)
        _check_changeable(contact, by)
        if contact.is_deleted:
            unbin_row(contact)
            _tell(ContactRestored, contact, by)
    return contact


def settle_follow_up(*, client_id: UUID, contact_id: UUID, by: User, is_done: bool = True) -> ClientContact:
    """Say that the client was reached again, or that this is still to be done; anybody of the team. Again does nothing.

    Raises NotFound, IllegalTransition where nothing was to be followed up.
    """
    with transaction.atomic():
        contact = _locked(client_id, contact_id, by)
        if contact.follow_up_on and is_done == (contact.followed_up_at is not None):
            return contact
        contact.finish_follow_up(by=by.pk, at=timezone.now()) if is_done else contact.reopen_follow_up()
        _keep(contact)
        _tell(FollowUpFinished if is_done else FollowUpReopened, contact, by)
    return contact


def record_letter(
    *, client_id: UUID | str, letter: str, subject: str, by_id: UUID | None, text: str = ""
) -> ClientContact | None:
    """Write down that a letter went out: its cause's name and its subject; of what a person wrote the text too, cut where it is long.

    A client that was merged has it on the other's log; one who is gone on none.
    """
    client = Client.objects.filter(pk=client_id).first()
    if client is None:
        return None
    return ClientContact.objects.create(
        client_id=client.merged_into_id or client.pk,
        by=get_user_model().objects.filter(pk=by_id).first() if by_id else None,
        way=ClientContact.Way.LETTER,
        letter=letter,
        said="\n\n".join(filter(None, [one_line(subject, longest=LONGEST_SAID), text]))[:LONGEST_SAID],
    )


def _locked(client_id: UUID, contact_id: UUID, by: User, *, is_deleted: bool | None = False) -> ClientContact:
    """Return a contact, locked behind its client. `is_deleted` None: either way."""
    client = find_present(client_id, by)
    contacts = ClientContact.objects.select_for_update(of=("self",)).filter(client=client, pk=contact_id)
    contact = (contacts if is_deleted is None else contacts.filter(deleted_at__isnull=not is_deleted)).first()
    if contact is None:
        raise NotFound(_("There is no such contact."))
    return contact


def _check_changeable(contact: ClientContact, by: User) -> None:
    if contact.is_letter:
        raise IllegalTransition(_("The product wrote this down when it sent the letter; it stays."))
    check_own(contact.by_id, by)


def _keep(contact: ClientContact) -> None:
    contact.touch()
    contact.save()


def _checked(given: dict[str, Any]) -> dict[str, Any]:
    """Return the values that are given, checked. Raises InvalidInput with every problem."""
    checks: dict[str, Callable[[Any], Any]] = {
        "way": lambda way: _one_of(way, BY_HAND, _("Say how you were in touch.")),
        "direction": lambda way: _one_of(way, ClientContact.Direction.values, _("Say who reached whom.")),
        "said": lambda said: many_lines(said, longest=LONGEST_SAID),
        "at": _moment,
        "follow_up_on": _day_ahead,
    }
    values, problems = {}, {}
    for name, check in checks.items():
        if name in given:
            try:
                values[name] = check(given[name])
            except Refused as refusal:
                problems[name] = refusal.reason
    if problems:
        raise InvalidInput(problems)
    return values


def _one_of(value: Any, known: Any, reason: str) -> str:
    if value not in known:
        raise Refused(reason)
    return str(value)


def _moment(at: dt.datetime | None) -> dt.datetime | None:
    now = timezone.now()
    if at and at > now + CLOCKS_DIFFER:
        raise Refused(_("This lies ahead: log what has happened."))
    if at and at < now - LONGEST_AGO:
        raise Refused(_("This is too long ago."))
    return at


def _day_ahead(day: dt.date | None) -> dt.date | None:
    today = timezone.localdate()
    if day and day < today:
        raise Refused(_("Choose today or a later day."))
    if day and day > today + FARTHEST:
        raise Refused(_("This is too far away."))
    return day


def _tell(kind: Callable[..., Event], contact: ClientContact, by: User) -> None:
    event = kind(
        client_id=str(contact.client_id), contact_id=str(contact.pk), way=contact.way, direction=contact.direction
    )
    publish(event, actor=by, client_ids=[contact.client_id])
