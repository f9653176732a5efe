"""Writing clients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.roles import Role
from apps.accounts.services.client_accounts import withdraw_from_app
from apps.activity.services import publish
from apps.clients import policies
from apps.clients.events import ClientAdded, ClientArchived, ClientRestored, ClientUpdated
from apps.clients.models import Client
from apps.clients.permissions import OWN_FIELDS, may_see_health
from apps.clients.services.access import close_access
from apps.clients.services.custom.checking import check_needed
from apps.clients.services.fields import ClientFields, check_fields
from apps.clients.services.finding import find_client
from apps.clients.services.history import check_version, record_change
from apps.clients.services.likely import refuse_likely_duplicate
from apps.common.errors import IllegalTransition, InvalidInput, NotAllowed

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User
    from apps.clients.models import ClientChange

EMAIL_CONSTRAINT, KEY_CONSTRAINT = "clients_email_once", "clients_client_pkey"


def add_client(
    *,
    by: User,
    client_id: UUID | None = None,
    refuse_likely: bool = False,
    answers_later: bool = False,
    **fields: Unpack[ClientFields],
) -> Client:
    """Add a client and return it.

    A trainer's new client is their own unless said otherwise. `client_id` makes the call safe to repeat: a second one
    with the same id returns the client of the first. `refuse_likely`: raise LikelyDuplicate when somebody looks like a
    client already. `answers_later`: custom fields that are needed are asked for another time. Raises InvalidInput by field, also for an e-mail already taken;
    NotAllowed for health notes from somebody who may not see them.
    """
    _check_health(by, fields)
    if by.role == Role.TRAINER:
        fields.setdefault("trainer", by)
    client = Client(**({"id": client_id} if client_id else {}))
    try:
        with transaction.atomic():
            values = check_fields(fields, by=by)
            _name_needed(values)
            if not answers_later:
                check_needed(values.get("custom", {}), by=by)
            if refuse_likely:
                refuse_likely_duplicate(values, by, client_id)
            _take(client, values)
            client.save(force_insert=True)
            publish(ClientAdded(client_id=str(client.pk)), actor=by, client_ids=[client.pk])
    except IntegrityError as error:
        if constraint_of(error) == KEY_CONSTRAINT:
            return find_client(client.pk, by)
        raise _explained(error, client, by) from error
    return client


def update_client(
    *,
    client_id: UUID,
    by: User,
    expected_version: int | None = None,
    reverting: ClientChange | None = None,
    **fields: Unpack[ClientFields],
) -> Client:
    """Change what is given and return the client; nothing is written when nothing differs.

    `reverting` is the earlier edit that this one takes back.

    Raises NotFound, StaleVersion (with `current`: the fields as they are now) when `expected_version` is not the current one, IllegalTransition when the client
    is archived, InvalidInput by field, NotAllowed for health notes from somebody who may not see them, and for a
    client who changes more of their own record than how to reach them.
    """
    _check_health(by, fields)
    _check_own(by, fields)
    with transaction.atomic():
        client = find_client(client_id, by, lock=True)
        check_version(client, expected_version, fields)
        if client.is_archived:
            raise IllegalTransition(_("%(name)s is archived: restore first, then edit.") % {"name": client.full_name})
        changes = _differences(client, check_fields(fields, client=client, by=by))
        if changes:
            _save_changes(client, changes, by, reverting)
    return client


def change_by_client(client: Client, *, by: User | None, **fields: Unpack[ClientFields]) -> Client:
    """Change what clients say of themselves on a locked row; `by` is nobody over a link. The caller has checked which fields.

    Of the custom fields those of the intake form.

    Raises InvalidInput by field.
    """
    if changes := _differences(client, check_fields(fields, client=client)):
        _save_changes(client, changes, by)
    return client


def archive_client(*, client_id: UUID, by: User, expected_version: int | None = None) -> Client:
    """Put a client aside; nothing is deleted, but their access to the app ends.

    Rooms above may object (Conflict) and end what is planned.
    """
    with transaction.atomic():
        was_invited = withdraw_from_app(client_id=client_id)
        client = find_client(client_id, by, lock=True)
        client.check_version(expected_version)
        policies.check_archiving(client.pk)
        close_access(client, by=by, was_invited=was_invited)
        client.archive(at=timezone.now())
        client.touch()
        client.save(update_fields=["archived_at", "version", "updated_at"])
        publish(ClientArchived(client_id=str(client.pk)), actor=by, client_ids=[client.pk])
    return client


def restore_client(*, client_id: UUID, by: User, expected_version: int | None = None) -> Client:
    """Bring a client back. Raises InvalidInput when somebody else uses the e-mail by now."""
    client = find_client(client_id, by)
    if client.merged_into_id:
        raise IllegalTransition(_("%(name)s was merged: undo the merge instead.") % {"name": client.full_name})
    if client.erasures.filter(cancelled_at=None).exists():
        raise IllegalTransition(_("%(name)s is being erased for good.") % {"name": client.full_name})
    try:
        with transaction.atomic():
            client = find_client(client_id, by, lock=True)
            client.check_version(expected_version)
            client.restore()
            client.touch()
            client.save(update_fields=["archived_at", "version", "updated_at"])
            publish(ClientRestored(client_id=str(client.pk)), actor=by, client_ids=[client.pk])
    except IntegrityError as error:
        raise _explained(error, client, by) from error
    return client


def constraint_of(error: IntegrityError) -> str:
    """Return the name of the constraint that refused a row."""
    return str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or "")


def _save_changes(
    client: Client, changes: dict[str, Any], by: User | None, reverting: ClientChange | None = None
) -> None:
    before = {name: getattr(client, name) for name in changes}
    _take(client, changes)
    client.touch()
    try:
        with transaction.atomic():
            client.save()
    except IntegrityError as error:
        raise _explained(error, client, by) from error
    change = record_change(client, before=before, by=by, reverts=reverting)
    event = ClientUpdated(client_id=str(client.pk), changed=sorted(changes), change_id=str(change.pk))
    publish(event, actor=by, client_ids=[client.pk])


def _take(client: Client, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(client, name, value)
    client.index_text()


def _differences(client: Client, values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if getattr(client, name) != value}


def _check_health(by: User, fields: ClientFields) -> None:
    if "health_notes" in fields and not may_see_health(by):
        raise NotAllowed(_("Health notes are for trainers and managers."))


def _check_own(by: User, fields: ClientFields) -> None:
    if by.role == Role.CLIENT and not OWN_FIELDS.issuperset(fields):
        raise NotAllowed(_("Your trainer keeps this part of your record."))


def _name_needed(values: dict[str, Any]) -> None:
    if not values.get("first_name"):
        raise InvalidInput({"first_name": _("A client needs a name.")})


def _explained(error: IntegrityError, client: Client, by: User | None) -> Exception:
    """Say who has the e-mail already, but not to a client; any other broken constraint is a bug and stays as it is."""
    if constraint_of(error) != EMAIL_CONSTRAINT:
        return error
    if by is None or by.role == Role.CLIENT:
        return InvalidInput({"email": _("This e-mail is in use here already. Ask your trainer.")})
    other = Client.objects.filter(email__iexact=client.email or "", archived_at=None).exclude(pk=client.pk).first()
    name = other.full_name if other else _("Somebody")
    return InvalidInput({"email": _("%(name)s already has this e-mail.") % {"name": name}})
