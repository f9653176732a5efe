"""Who comes to a group: added, taken out, there or not; and how many fit in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.common.errors import IllegalTransition, InvalidInput, NotFound
from apps.sessions.group_events import (
    SessionAttendance,
    SessionCapacityChanged,
    SessionClientAdded,
    SessionClientRemoved,
)
from apps.sessions.models.states import Attendance, CancelledBy, Credit, Kind, State
from apps.sessions.models.waiting import Turn
from apps.sessions.selectors import booking_rules
from apps.sessions.services.announcing import announce, announce_place
from apps.sessions.services.last_and_next import tell_clients
from apps.sessions.services.locking import hold_clients, hold_people, locked
from apps.sessions.services.people import find_clients
from apps.sessions.services.seats import check_capacity, need_group, need_seat, take_seat, taken_seats
from apps.sessions.services.settling import settle
from apps.sessions.services.waiting import drop_from_line, has_reserved, promote

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User
    from apps.sessions.models import SessionClient, TrainingSession


def add_client(*, session_id: UUID, client_id: UUID, by: User) -> TrainingSession:
    """Give a client a place in a group and publish `session.client_added`; who has one keeps it.

    Raises InvalidInput, IllegalTransition, Full when no seat is left (one kept for this client counts as theirs), and
    DoubleBooking when they are booked elsewhere then.
    """
    with transaction.atomic():
        hold_people([client_id])
        find_clients([client_id], by=by)
        session, client_ids = locked(session_id)
        if client_id in client_ids:
            return session
        need_group(session)
        if not has_reserved(session, client_id):
            need_seat(session)
        take_seat(session, client_id, by=by)
        drop_from_line(session, client_id)
        announce_place(SessionClientAdded, session, client_id, by=by)
    return session


def remove_client(
    *, session_id: UUID, client_id: UUID, by: User | None, cancelled_by: str, reason: str = ""
) -> TrainingSession:
    """Take a client out of a group that has not begun; the seat goes to who waits. Publishes `session.client_removed`.

    So too out of an hour that several share, while another stays in it. The booking rules say whether a client is late, and what becomes of the credit. Out already: nothing happens.
    Raises InvalidInput, NotFound, IllegalTransition.
    """
    if cancelled_by not in CancelledBy.values:
        raise InvalidInput({"by": _("Say who cancelled: client or trainer.")})
    with transaction.atomic():
        session, place = _hold_place(session_id, client_id)
        if place.attendance == Attendance.CANCELLED:
            return session
        is_shared = session.kind == Kind.GROUP or taken_seats(session) > 1
        if not is_shared or session.state != State.SCHEDULED:
            message = _("Only a group that has not begun lets clients go. Say afterwards who did not come.")
            raise IllegalTransition(message, extra={"state": session.state})
        rules = booking_rules()
        is_late = cancelled_by == CancelledBy.CLIENT and rules.is_late(session.starts_at, timezone.now())
        place.attendance, place.blocks = Attendance.CANCELLED, False
        place.save()
        session.touch()
        session.save()
        tell_clients([client_id])
        settle(session, [client_id], rules.credit_for(cancelled_by=cancelled_by, is_late=is_late), by=by)
        told = {"cancelled_by": cancelled_by, "is_late": is_late, "reason": reason.strip()}
        announce_place(SessionClientRemoved, session, client_id, by=by, **told)
        promote(session)
    return session


def mark_attendance(*, session_id: UUID, client_id: UUID, by: User, attendance: str) -> TrainingSession:
    """Say of one client of a group that they came, did not, or take it back (“booked”).

    Of a completed group the credit is settled at once, else when it is completed. Publishes `session.attendance`; what
    was said already changes nothing. Raises InvalidInput, NotFound, IllegalTransition.
    """
    if attendance not in {Attendance.BOOKED, Attendance.CAME, Attendance.NO_SHOW}:
        raise InvalidInput({"attendance": _("One of booked, came, no_show.")})
    with transaction.atomic():
        session, place = _hold_place(session_id, client_id)
        _need_begun(session, place)
        if place.attendance == attendance:
            return session
        place.attendance = attendance
        place.save()
        session.touch()
        session.save()
        if session.state == State.COMPLETED:
            missed = attendance == Attendance.NO_SHOW
            credit = booking_rules().credit_of_no_show if missed else Credit.ATTENDED
            settle(session, [client_id], credit, by=by)
            tell_clients([client_id])
        announce_place(SessionAttendance, session, client_id, by=by, attendance=attendance)
    return session


def set_capacity(*, session_id: UUID, by: User, capacity: int | None, version: int | None = None) -> TrainingSession:
    """Say how many fit into a group; None is no limit. New seats go to who waits.

    Publishes `session.capacity_changed`. Raises InvalidInput, IllegalTransition, StaleVersion.
    """
    with transaction.atomic():
        session, _client_ids = locked(session_id)
        need_group(session)
        check_capacity(session.kind, capacity)
        if session.capacity == capacity:
            return session
        session.check_version(version)
        needed = taken_seats(session) + session.waiting.filter(state=Turn.OFFERED).count()
        if capacity is not None and capacity < needed:
            text = _("%(count)d places are taken or offered. Take somebody out first.") % {"count": needed}
            raise InvalidInput({"capacity": text})
        before, session.capacity = session.capacity, capacity
        session.touch()
        session.save()
        announce(
            SessionCapacityChanged,
            session,
            by=by,
            client_ids=list(session.places.values_list("client_id", flat=True)),
            before=before,
            after=capacity,
        )
        promote(session)
    return session


def _hold_place(session_id: UUID, client_id: UUID) -> tuple[TrainingSession, SessionClient]:
    hold_people([client_id])
    hold_clients([client_id])
    session, _client_ids = locked(session_id)
    place = session.places.filter(client_id=client_id).first()
    if place is None:
        raise NotFound(_("They have no place here."))
    return session, place


def _need_begun(session: TrainingSession, place: SessionClient) -> None:
    is_early = session.state == State.SCHEDULED and timezone.now() < session.starts_at
    is_over = session.state in {State.CANCELLED, State.NO_SHOW}
    if session.kind != Kind.GROUP or is_early or is_over or place.attendance == Attendance.CANCELLED:
        message = _("Attendance is taken of who has a place in a group, from its hour on.")
        raise IllegalTransition(message, extra={"state": session.state})
