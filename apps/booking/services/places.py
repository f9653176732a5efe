"""Clients who take a place in a group by themselves, wait for one, or move theirs into another group of the class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from apps.booking.selectors import groups_like, open_groups
from apps.booking.services.family import own_place, own_record
from apps.booking.services.own import own_policy
from apps.common.errors import NotAllowed, NotFound
from apps.sessions.services.groups import add_client, remove_client
from apps.sessions.services.locking import clients_of, hold_clients, hold_people, locked
from apps.sessions.services.waiting import join_waiting_list

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User
    from apps.sessions.models import TrainingSession, WaitingPlace


def take_place(*, by: User, session_id: UUID, client_id: UUID | None = None) -> TrainingSession:
    """Take a place in a group of the booking page, for oneself or a minor whose guardian one is; who has one keeps it.

    Raises NotFound for a group that is not offered, Full when no seat is left, DoubleBooking when they are booked then.
    """
    record = own_record(by, client_id)
    _check_offered(session_id)
    return add_client(session_id=session_id, client_id=record.pk, by=by)


def wait_for_place(*, by: User, session_id: UUID, client_id: UUID | None = None) -> WaitingPlace:
    """Stand at the end of the line of a full group of the booking page; who stands in it stays where they are.

    Raises NotFound for a group that is not offered, Conflict while a place is free or when they have one.
    """
    record = own_record(by, client_id)
    _check_offered(session_id)
    return join_waiting_list(session_id=session_id, client_id=record.pk, by=by)


def move_place(*, by: User, session_id: UUID, to_id: UUID, client_id: UUID | None = None) -> TrainingSession:
    """Give up one's place in a group for one in another group of the same class: both or neither.

    Done already, nothing happens. Raises NotFound, NotAllowed within the cancel notice, Full, DoubleBooking.
    """
    session, record = own_place(by, session_id, client_id)
    with transaction.atomic():
        hold_people([record.pk])
        hold_clients([record.pk])
        target, _people = [locked(pk) for pk in sorted({session_id, to_id})][-1 if to_id > session_id else 0]
        if record.pk in clients_of(to_id) and record.pk not in clients_of(session_id):
            return target
        session.refresh_from_db()
        policy = own_policy(session, record.pk)
        if not policy.may_move or not policy.is_place:
            raise NotAllowed(_("This place cannot be moved here. Ask your trainer."))
        if not groups_like(session).filter(pk=to_id).exists():
            raise NotFound
        reason = _("Moved to another day")
        remove_client(session_id=session_id, client_id=record.pk, by=by, cancelled_by="client", reason=reason)
        return add_client(session_id=to_id, client_id=record.pk, by=by)


def _check_offered(session_id: UUID) -> None:
    if not open_groups().filter(pk=session_id).exists():
        raise NotFound
