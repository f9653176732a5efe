"""Clients who book, move and cancel by themselves, and for the minors whose guardian they are, as far as the business lets them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.booking.selectors import Window, booking_window, groups_are_open
from apps.booking.services.choosing import find_offer, least_booked
from apps.booking.services.family import own_place, own_record
from apps.booking.services.times import Wish, check_bookable, refuse_taken
from apps.common.errors import Conflict, NotAllowed
from apps.sessions.selectors import sessions_visible_to
from apps.sessions.services import Details, cancel_session, move_session, schedule_session
from apps.sessions.services.groups import remove_client
from apps.sessions.services.locking import clients_of, hold_clients, hold_people, locked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from apps.accounts.models import User
    from apps.booking.models import BookableType
    from apps.clients.models import Client
    from apps.sessions.models import TrainingSession


@dataclass(frozen=True, slots=True)
class OwnPolicy:
    """What a client may do with one of their sessions now. `is_late`: within the notice, so it counts.

    `is_place`: others come too, so it is their place that is given up, or moved into another group of its class.
    """

    may_move: bool
    may_cancel: bool
    is_late: bool
    is_place: bool


def own_policy(session: TrainingSession, client_id: UUID, window: Window | None = None) -> OwnPolicy:
    """Say what may be done with a client's place in a session; of an hour that others share, only the place."""
    window, now = window or booking_window(), timezone.now()
    people = clients_of(session.pk)
    is_group, is_shared = session.kind == "group", len(people) > 1
    is_ahead = window.is_open and session.state == "scheduled" and session.starts_at > now and client_id in people
    is_late = session.starts_at - now < window.notice
    may_move = is_ahead and not is_late and (groups_are_open() if is_group else not is_shared)
    return OwnPolicy(may_move=may_move, may_cancel=is_ahead, is_late=is_late, is_place=is_group or is_shared)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a page has read already for the same request: the rules, for whom the person may book, the type and who gives it."""

    window: Window
    records: Sequence[Client]
    bookable: BookableType
    trainer_ids: Sequence[UUID]


def book_own(  # noqa: PLR0913 - a booking has these parts
    *,
    by: User,
    bookable_id: UUID,
    trainer_id: UUID | None,
    starts_at: datetime,
    key: UUID,
    client_id: UUID | None = None,
    given: Given | None = None,
) -> TrainingSession:
    """Book a session for a client by themselves or by their guardian. `key` becomes its id: sent twice, it is booked once.

    Without a `trainer_id` it is booked with whoever of the free has the fewest hours that week. Raises NotFound, InvalidInput, TimeTaken or DoubleBooking with free slots.
    """
    record = own_record(by, client_id, given.records if given else None)
    bookable, team = (given.bookable, given.trainer_ids) if given else find_offer(bookable_id, trainer_id)
    window = given.window if given else booking_window()
    wish = Wish(trainer_ids=team, duration=bookable.duration, client_ids=[record.pk])
    refuse_taken(wish, starts_at=starts_at, key=key, window=window)
    with transaction.atomic():
        hold_people([*team, record.pk])
        if known := sessions_visible_to(by).filter(pk=key).first():
            return known
        free = check_bookable(wish, starts_at=starts_at, window=window)
        return schedule_session(
            by=by,
            trainer_id=least_booked(free, starts_at),
            client_ids=[record.pk],
            starts_at=starts_at,
            duration=bookable.duration,
            kind=bookable.kind,
            details=Details(title=bookable.name),
            key=key,
        )


def move_own(*, by: User, session_id: UUID, starts_at: datetime, client_id: UUID | None = None) -> TrainingSession:
    """Give one's own session another time of the same length.

    Raises NotFound, NotAllowed within the cancel notice and where others come too, TimeTaken, InvalidInput.
    """
    session, record = own_place(by, session_id, client_id)
    with transaction.atomic():
        hold_people([session.trainer_id, record.pk])
        session.refresh_from_db()
        if session.starts_at == starts_at:
            return session
        policy = own_policy(session, record.pk)
        if not policy.may_move or policy.is_place:
            raise NotAllowed(_("This session cannot be moved here. Ask your trainer."))
        wish = Wish(
            trainer_ids=[session.trainer_id],
            duration=session.duration,
            client_ids=[record.pk],
            without_session=session.pk,
        )
        check_bookable(wish, starts_at=starts_at)
        return move_session(session_id=session.pk, by=by, starts_at=starts_at, duration=session.duration)


def cancel_own(
    *, by: User, session_id: UUID, reason: str = "", late_accepted: bool = False, client_id: UUID | None = None
) -> TrainingSession:
    """Call one's own session off, or where others come too give up one's place: the session goes on for them.

    Within the notice only when its consequence was read and accepted. Done already, nothing happens.
    Raises NotFound, NotAllowed, Conflict with code `late` when that is missing.
    """
    session, record = own_place(by, session_id, client_id)
    with transaction.atomic():
        _hold(session, record)
        if session.state == "cancelled" or record.pk not in clients_of(session.pk):
            return session
        policy = own_policy(session, record.pk)
        if not policy.may_cancel:
            raise NotAllowed(_("This session cannot be cancelled here. Ask your trainer."))
        if policy.is_late and not late_accepted:
            raise Conflict(_("It is late to cancel: say that you accept what follows."), code="late")
        told: dict[str, Any] = {"cancelled_by": "client", "reason": reason}
        if policy.is_place:
            return remove_client(session_id=session.pk, client_id=record.pk, by=by, **told)
        return cancel_session(session_id=session.pk, by=by, **told)


def _hold(session: TrainingSession, record: Client) -> None:
    """Hold everybody in it, then its row: of two who share an hour and leave at once, the second calls it off."""
    hold_people([record.pk])
    hold_clients(clients_of(session.pk))
    locked(session.pk)
    session.refresh_from_db()
