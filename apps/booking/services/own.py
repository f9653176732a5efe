"""Clients who book, move and cancel their own sessions, as far as the business lets them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.booking.selectors import Window, booking_window
from apps.booking.services.holding import find_bookable
from apps.booking.services.times import check_bookable, refuse_taken
from apps.clients.selectors import clients_visible_to
from apps.common.errors import Conflict, NotAllowed, NotFound
from apps.sessions.selectors import sessions_visible_to
from apps.sessions.services import Details, cancel_session, move_session, schedule_session
from apps.sessions.services.locking import hold_people

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from apps.accounts.models import User
    from apps.booking.models import BookableType
    from apps.clients.models import Client
    from apps.sessions.models import TrainingSession


@dataclass(frozen=True, slots=True)
class OwnPolicy:
    """What a client may do with one of their sessions now. `is_late`: within the notice, so it counts."""

    may_move: bool
    may_cancel: bool
    is_late: bool


def own_policy(session: TrainingSession, window: Window | None = None) -> OwnPolicy:
    """Say what may be done with a session: groups have places, and whoever booked one for them minds the rest."""
    window, now = window or booking_window(), timezone.now()
    is_ahead = window.is_open and session.state == "scheduled" and session.kind != "group" and session.starts_at > now
    is_ahead = is_ahead and session.places.count() == 1  # two who share an hour call it off together, with the trainer
    is_late = session.starts_at - now < window.notice
    return OwnPolicy(may_move=is_ahead and not is_late, may_cancel=is_ahead, is_late=is_late)


def own_record(user: User) -> Client:
    """Return the client a log-in belongs to. Raises NotFound."""
    record = clients_visible_to(user).first() if not user.is_team else None
    if record is None:
        raise NotFound
    return record


def own_session(user: User, session_id: UUID) -> TrainingSession:
    """Return a session in which the client has a place themselves. Raises NotFound."""
    found = sessions_visible_to(user).filter(pk=session_id, places__client=own_record(user)).first()
    if found is None:
        raise NotFound
    return found


def book_own(  # noqa: PLR0913 - a booking has these parts
    *,
    by: User,
    bookable_id: UUID,
    trainer_id: UUID,
    starts_at: datetime,
    key: UUID,
    bookable: BookableType | None = None,
    window: Window | None = None,
) -> TrainingSession:
    """Book a session for a client by themselves. `key` becomes its id: sent twice, it is booked once.

    Whoever has read the rules for this request gives their `window` along, and the `bookable`, as `find_bookable` would find it.
    Raises NotFound, InvalidInput, TimeTaken or DoubleBooking with free slots.
    """
    record, bookable = own_record(by), bookable or find_bookable(bookable_id, trainer_id)
    window = window or booking_window()
    times: dict[str, Any] = {"trainer_id": trainer_id, "starts_at": starts_at, "duration": bookable.duration}
    refuse_taken(**times, key=key, client_ids=[record.pk], window=window)
    with transaction.atomic():
        hold_people([trainer_id, record.pk])
        if known := sessions_visible_to(by).filter(pk=key).first():
            return known
        check_bookable(**times, client_ids=[record.pk], window=window)
        return schedule_session(
            **times,
            by=by,
            client_ids=[record.pk],
            kind=bookable.kind,
            details=Details(title=bookable.name),
            key=key,
        )


def move_own(*, by: User, session_id: UUID, starts_at: datetime) -> TrainingSession:
    """Give one's own session another time of the same length.

    Raises NotFound, NotAllowed within the cancel notice, TimeTaken, InvalidInput.
    """
    session, record = own_session(by, session_id), own_record(by)
    with transaction.atomic():
        hold_people([session.trainer_id, record.pk])
        session.refresh_from_db()
        if session.starts_at == starts_at:
            return session
        if not own_policy(session).may_move:
            raise NotAllowed(_("This session cannot be moved here. Ask your trainer."))
        check_bookable(
            trainer_id=session.trainer_id,
            starts_at=starts_at,
            duration=session.duration,
            client_ids=[record.pk],
            without_session=session.pk,
        )
        return move_session(session_id=session.pk, by=by, starts_at=starts_at, duration=session.duration)


def cancel_own(*, by: User, session_id: UUID, reason: str = "", late_accepted: bool = False) -> TrainingSession:
    """Call one's own session off. Within the notice only when its consequence was read and accepted.

    Raises NotFound, NotAllowed, Conflict with code `late` when that is missing.
    """
    session = own_session(by, session_id)
    if session.state == "cancelled":
        return session
    policy = own_policy(session)
    if not policy.may_cancel:
        raise NotAllowed(_("This session cannot be cancelled here. Ask your trainer."))
    if policy.is_late and not late_accepted:
        raise Conflict(_("It is late to cancel: say that you accept what follows."), code="late")
    return cancel_session(session_id=session.pk, by=by, cancelled_by="client", reason=reason)
