"""Who trains a client: one who leads, and those who train them too."""

from __future__ import annotations

import datetime as dt
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.accounts.roles import COACHES
from apps.activity.services import publish
from apps.clients.models import Client, ClientChange
from apps.clients.organising_events import ClientsReassigned
from apps.clients.selectors import trained_by
from apps.clients.services.history import change_of
from apps.clients.services.values.refusal import Refused
from apps.common import due
from apps.common.errors import InvalidInput, NotAllowed

if TYPE_CHECKING:
    from apps.accounts.models import User

REASSIGN = "clients.reassign"
NOBODY = UUID(int=0)
AT_ONCE = 500
MOST_ASSISTANTS = 10
AGAIN_AFTER = dt.timedelta(seconds=45)


def check_assistants(given: Any, client: Client | None) -> list[UUID]:
    """Return the ids, in order, of people who train here, given as users, ids or one text with commas between the ids.

    Somebody who trains the client already may stay when they have left the team. Raises Refused.
    """
    if isinstance(given, str):
        given = [part for part in given.split(",") if part.strip()]
    if not isinstance(given, (list, tuple, set, frozenset)):
        raise Refused(_("Trainers are a list of ids."))
    try:
        wanted = {UUID(str(getattr(one, "pk", one)).strip()) for one in given}
    except ValueError as error:
        raise Refused(_("This is nobody who trains here.")) from error
    if len(wanted) > MOST_ASSISTANTS:
        raise Refused(_("At most %(most)d people train a client with the one who leads.") % {"most": MOST_ASSISTANTS})
    new = wanted - set(client.assistants if client else [])
    if new and get_user_model().objects.filter(pk__in=new, role__in=COACHES, is_active=True).count() < len(new):
        raise Refused(_("This is nobody who trains here."))
    return sorted(wanted, key=str)


def settle(values: dict[str, Any], client: Client | None) -> None:
    """Let who leads not assist as well, and nobody assist where nobody leads. Raises InvalidInput on `trainer`."""
    if not {"trainer", "assistants"} & set(values):
        return
    lead = values.get("trainer", client.trainer if client else None)
    assistants = values.get("assistants", client.assistants if client else [])
    assistants = [one for one in assistants if lead is None or one != lead.pk]
    if assistants and lead is None:
        raise InvalidInput({"trainer": _("Choose who leads: others train this client too.")})
    if assistants != (client.assistants if client else []) or "assistants" in values:
        values["assistants"] = assistants


def reassign_clients(*, from_trainer: User, to_trainer: User | None, by: User) -> int:
    """Hand over all clients of a trainer, archived ones too, and return how many they are; many in a task.

    With nobody to hand over to, whoever assists leads, else nobody. Raises NotAllowed, InvalidInput on `to`.
    """
    if not by.may(Permission.TEAM_MANAGE):
        raise NotAllowed
    if to_trainer is not None and not (to_trainer.is_active and to_trainer.is_coach):
        raise InvalidInput({"to": _("This is nobody who trains here.")})
    if to_trainer is not None and to_trainer.pk == from_trainer.pk:
        raise InvalidInput({"to": _("Choose somebody else.")})
    number = trained_by(Client.objects.all(), from_trainer.pk).count()
    ids = (from_trainer.pk, to_trainer.pk if to_trainer else NOBODY, by.pk)
    with transaction.atomic():
        if not _reassign_next(from_trainer, to_trainer, by):
            due.do_soon(task=REASSIGN, key=_key(*ids), again_after=AGAIN_AFTER)
    return number


def go_on_reassigning(*, key: str) -> None:
    """Hand over what is left, some hundred at a time; safe to repeat."""
    packed = urlsafe_b64decode(key)
    ids = [UUID(bytes=packed[start : start + 16]) for start in range(0, len(packed), 16)]
    users = get_user_model().objects.in_bulk(ids)
    from_trainer, to_trainer, by = (users.get(one) for one in ids)
    while from_trainer and by:
        with transaction.atomic():
            if _reassign_next(from_trainer, to_trainer, by):
                break
    due.cancel(kind=REASSIGN, keys=[key])


def _key(*ids: UUID) -> str:
    """Return the ids as the short text that a due row holds."""
    return urlsafe_b64encode(b"".join(one.bytes for one in ids)).decode()


def _reassign_next(from_trainer: User, to_trainer: User | None, by: User) -> bool:
    """Say whether nobody is left."""
    theirs = trained_by(Client.objects.all(), from_trainer.pk).select_for_update(of=("self",)).order_by("pk")
    clients = list(theirs[:AT_ONCE])
    if not clients:
        return True
    changes = [_handed_over(client, from_trainer, to_trainer, by) for client in clients]
    Client.objects.bulk_update(clients, ["trainer", "assistants", "version", "updated_at"])
    ClientChange.objects.bulk_create(changes)
    event = ClientsReassigned(
        from_id=str(from_trainer.pk),
        from_name=from_trainer.full_name,
        to_id=str(to_trainer.pk) if to_trainer else "",
        to_name=to_trainer.full_name if to_trainer else "",
    )
    publish(event, actor=by, client_ids=[client.pk for client in clients])
    return len(clients) < AT_ONCE


def _handed_over(client: Client, from_trainer: User, to_trainer: User | None, by: User) -> ClientChange:
    before = {"trainer": client.trainer_id, "assistants": client.assistants}
    others = [one for one in client.assistants if one != from_trainer.pk]
    if client.trainer_id == from_trainer.pk:
        client.trainer_id = to_trainer.pk if to_trainer else next(iter(others), None)
    elif to_trainer:
        others = sorted({*others, to_trainer.pk}, key=str)
    client.assistants = [one for one in others if one != client.trainer_id]
    client.updated_at = timezone.now()
    client.touch()
    after = {"trainer": client.trainer_id, "assistants": client.assistants}
    changed = {name: value for name, value in before.items() if value != after[name]}
    return change_of(client, before=changed, after=after, by=by)
