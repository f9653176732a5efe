"""Turning a held time into a session, once the link in the mail was opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction

from apps.accounts.roles import Role
from apps.activity.services import publish
from apps.booking.events import TimeConfirmed
from apps.booking.models import Hold
from apps.booking.services.times import Wish, check_bookable
from apps.booking.services.tokens import hold_id_in
from apps.clients.selectors import clients_visible_to, present
from apps.clients.services import add_client
from apps.common.errors import InvalidInput, NotFound
from apps.sessions.services import Details, schedule_session
from apps.sessions.services.locking import hold_people

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User
    from apps.clients.models import Client


def find_hold(token: str) -> Hold:
    """Return what a link is about. Raises NotFound."""
    pk = hold_id_in(token)
    hold = Hold.objects.select_related("bookable", "trainer").filter(pk=pk).first() if pk else None
    if hold is None:
        raise NotFound
    return hold


def confirm_hold(*, token: str) -> Hold:
    """Book the time a link is about; whoever opens it reads mail at the address, so a client of that address is meant.

    An address that no client has becomes a new client. A time whose quarter of an hour is over is booked all the same
    while nobody else has it. Opened again it changes nothing. Raises NotFound, TimeTaken with free slots.
    """
    asked = find_hold(token)
    with transaction.atomic():
        known = _known(asked.email)
        hold_people([asked.trainer_id, *([known.pk] if known else [])])
        holds = Hold.objects.select_for_update(of=("self",)).select_related("bookable", "trainer")
        hold = holds.get(pk=asked.pk)
        if hold.is_confirmed:
            return hold
        check_bookable(
            Wish(trainer_ids=[hold.trainer_id], duration=hold.bookable.duration, without_hold=hold.pk),
            starts_at=hold.starts_at,
            is_within_rules=False,
        )
        visitor = _visitor(hold)
        client_id = known.pk if known else _new_client(hold, visitor)
        hold.confirm(hold.pk)
        hold.save()
        session = schedule_session(
            by=visitor,
            trainer_id=hold.trainer_id,
            client_ids=[client_id],
            starts_at=hold.starts_at,
            duration=hold.bookable.duration,
            kind=hold.bookable.kind,
            details=Details(title=hold.bookable.name),
            key=hold.pk,
        )
        publish(TimeConfirmed(hold_id=str(hold.pk), session_id=str(session.pk)), actor=visitor, client_ids=[client_id])
    return hold


def _visitor(hold: Hold) -> User:
    """Return who acts: nobody with an account, by the name they gave. It is never saved and has no id."""
    return get_user_model()(id=None, role=Role.FRONT_DESK, full_name=f"{hold.first_name} {hold.last_name}")


def _known(email: str) -> Client | None:
    """Return the client with an address, seen with the eyes of the desk."""
    everybody = clients_visible_to(get_user_model()(id=None, role=Role.FRONT_DESK))
    return present(everybody).filter(email__iexact=email).first() if email else None


def _new_client(hold: Hold, visitor: User) -> UUID:
    """Add a client; a phone that cannot be one is left out."""

    def add(phone: str) -> UUID:
        client = add_client(
            by=visitor,
            answers_later=True,
            trainer=hold.trainer,
            first_name=hold.first_name,
            last_name=hold.last_name,
            email=hold.email,
            phone=phone,
        )
        return client.pk

    try:
        with transaction.atomic():
            return add(hold.phone)
    except InvalidInput as error:
        if set(error.fields) != {"phone"}:
            raise
        return add("")
