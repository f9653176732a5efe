"""Seats of a group: counted and taken with the session's row locked, so that no seat is given twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.common.errors import Conflict, IllegalTransition, InvalidInput
from apps.sessions.models import SessionClient
from apps.sessions.models.states import OPEN, Attendance, Credit, Kind
from apps.sessions.models.waiting import Turn
from apps.sessions.policies import Booking, run_booking_checks
from apps.sessions.services.clashes import no_clash
from apps.sessions.services.last_and_next import tell_clients
from apps.sessions.services.settling import reserve

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User
    from apps.sessions.models import TrainingSession

MOST_SEATS = 100


class Full(Conflict):
    """No seat is left; `capacity` and `offered` say how many there are and are kept for who was offered one."""

    code = "full"
    title = gettext_lazy("This group is full")


def seats_left(session: TrainingSession) -> int:
    """Return how many seats are neither taken nor kept for an offer. Call with the session locked."""
    limit = MOST_SEATS if session.capacity is None else session.capacity
    return limit - taken_seats(session) - session.waiting.filter(state=Turn.OFFERED).count()


def taken_seats(session: TrainingSession) -> int:
    return session.places.exclude(attendance=Attendance.CANCELLED).count()


def need_seat(session: TrainingSession) -> None:
    """Raise Full, with words that say why nobody fits in."""
    if seats_left(session) > 0:
        return
    offered = session.waiting.filter(state=Turn.OFFERED).count()
    extra = {"capacity": session.capacity, "offered": offered}
    if offered:
        raise Full(_("The free place is kept for who was offered it. Others can wait."), extra=extra)
    raise Full(_("All %(count)d places are taken.") % {"count": taken_seats(session)}, extra=extra)


def need_group(session: TrainingSession) -> None:
    """Raise unless people may still come and go."""
    if session.kind != Kind.GROUP:
        raise IllegalTransition(_("Only groups take more clients."))
    if session.state not in OPEN:
        raise IllegalTransition(_("This group is over."), extra={"state": session.state})


def check_capacity(kind: str, capacity: int | None, clients: int = 0) -> None:
    """Raise InvalidInput unless so many fit."""
    if capacity is None:
        return
    if kind != Kind.GROUP:
        raise InvalidInput({"capacity": _("Only groups have a number of places.")})
    if not 1 <= capacity <= MOST_SEATS:
        raise InvalidInput({"capacity": _("A whole number from 1 to %(most)d.") % {"most": MOST_SEATS}})
    if clients > capacity:
        raise InvalidInput({"clients": _("Only %(count)d fit into this group.") % {"count": capacity}})


def take_seat(session: TrainingSession, client_id: UUID, *, by: User | None) -> None:
    """Give a client a place; who gave theirs up gets it back. Session and client are locked. Raises DoubleBooking."""
    booking = Booking(
        trainer=session.trainer,
        client_ids=[client_id],
        kind=session.kind,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        by=by or session.trainer,
        session=session,
    )
    run_booking_checks(booking)
    fresh = {
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "blocks": True,
        "attendance": Attendance.BOOKED,
        "credit": Credit.BOOKED,
    }
    with no_clash(booking):
        SessionClient.objects.update_or_create(session=session, client_id=client_id, defaults=fresh)
    session.touch()
    session.save()
    tell_clients([client_id])
    reserve(session, [client_id], by=by)
