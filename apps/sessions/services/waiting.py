"""The waiting list of a full group: first come, first served, each offer with an end.

Every function that frees or takes a seat locks the session's row first: of two at once, the second sees what the first
did. An offer counts as a seat, so that nobody else gets it meanwhile.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.common import due
from apps.common.errors import Conflict, IllegalTransition, NotFound
from apps.sessions.group_events import WaitingEnded, WaitingJoined, WaitingOffered
from apps.sessions.models import WaitingPlace
from apps.sessions.models.states import State
from apps.sessions.models.waiting import IN_LINE, Turn
from apps.sessions.selectors import booking_rules
from apps.sessions.services.announcing import announce_place, stamp
from apps.sessions.services.clashes import DoubleBooking
from apps.sessions.services.locking import hold_clients, hold_people, locked
from apps.sessions.services.people import find_clients
from apps.sessions.services.seats import need_group, seats_left, take_seat

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from apps.accounts.models import User
    from apps.sessions.models import TrainingSession

END_OFFER = "sessions.end_offer"
SHORTEST_OFFER = timedelta(minutes=10)


def join_waiting_list(*, session_id: UUID, client_id: UUID, by: User) -> WaitingPlace:
    """Put a client at the end of the line and publish `session.waiting_joined`. Who stands in it already stays there.

    Raises Conflict while there is a free place, when they have one, or when the group has begun.
    """
    with transaction.atomic():
        find_clients([client_id], by=by)
        session, client_ids = locked(session_id)
        if known := session.waiting.filter(client_id=client_id, state__in=IN_LINE).first():
            return known
        need_group(session)
        if session.state != State.SCHEDULED or session.starts_at <= timezone.now():
            raise IllegalTransition(_("It has begun: nobody waits any more."), extra={"state": session.state})
        if client_id in client_ids:
            raise Conflict(_("They have a place already."))
        if seats_left(session) > 0:
            raise Conflict(_("There is a free place: nobody needs to wait."))
        place = WaitingPlace.objects.create(session=session, client_id=client_id, joined_at=timezone.now())
        announce_place(WaitingJoined, session, client_id, by=by)
    return place


def leave_waiting_list(*, session_id: UUID, client_id: UUID, by: User | None) -> None:
    """Take a client out of the line; a place that was kept for them goes to the next. Not in line: nothing happens."""
    with transaction.atomic():
        session, _client_ids = locked(session_id)
        place = session.waiting.filter(client_id=client_id, state__in=IN_LINE).first()
        if place:
            _end(session, place, place.leave, by=by)
            promote(session)


def promote(session: TrainingSession) -> None:
    """Offer each free seat to who waits longest. The caller holds the session's lock.

    An offer ends after `offer_minutes` of the booking rules, and at the latest half way to the start; shortly before
    it nobody is asked any more.
    """
    now = timezone.now()
    half = (session.starts_at - now) / 2
    if session.state != State.SCHEDULED or half < SHORTEST_OFFER:
        return
    line = session.waiting.filter(state=Turn.WAITING).order_by("joined_at", "id")
    free = max(seats_left(session), 0)
    if not (first := list(line[:free])):
        return
    until = now + min(timedelta(minutes=booking_rules().offer_minutes), half)
    for place in first:
        place.offer(now, until)
        place.save()
        due.schedule(kind=END_OFFER, key=str(place.pk), due_at=until)
        told = {"waiting_id": str(place.pk), "offer_until": stamp(until)}
        announce_place(WaitingOffered, session, place.client_id, by=None, **told)


def accept_offer(*, waiting_id: UUID, by: User | None = None) -> WaitingPlace:
    """Take the place that was offered; accepting twice is once.

    Raises IllegalTransition when the offer is over, Conflict
    when the client is booked elsewhere then.
    """
    with transaction.atomic():
        session, place = _hold(waiting_id)
        if place.state == Turn.TAKEN:
            return place
        place.accept(timezone.now())
        if session.state != State.SCHEDULED or session.starts_at <= timezone.now():
            raise IllegalTransition(_("This session has begun."), extra={"state": session.state})
        try:
            take_seat(session, place.client_id, by=by)
        except DoubleBooking as clash:
            raise Conflict(_("You are booked elsewhere at that time. Cancel that first, or decline.")) from clash
        place.save()
        due.cancel(kind=END_OFFER, keys=[str(place.pk)])
        announce_place(WaitingEnded, session, place.client_id, by=by, how=place.state)
    return place


def decline_offer(*, waiting_id: UUID, by: User | None = None) -> WaitingPlace:
    """Leave the place to the next. Declining twice is once. Raises IllegalTransition when the offer is over."""
    with transaction.atomic():
        session, place = _hold(waiting_id)
        if place.state == Turn.DECLINED:
            return place
        _end(session, place, lambda: place.decline(timezone.now()), by=by)
        promote(session)
    return place


def end_offer(*, waiting_id: UUID | str) -> None:
    """End an offer that nobody answered, and ask the next. Safe to repeat; one that still runs is left alone."""
    with transaction.atomic():
        place = WaitingPlace.objects.filter(pk=waiting_id).first()
        if place is not None:
            session, _client_ids = locked(place.session_id)
            place.refresh_from_db()
            if place.is_open(timezone.now()):
                return
            if place.is_offered:
                _end(session, place, lambda: place.expire(timezone.now()), by=None)
                promote(session)
        due.cancel(kind=END_OFFER, keys=[str(waiting_id)])


def close_line(session: TrainingSession, *, by: User | None) -> None:
    """End every wait: the session has begun or was called off. The caller holds its lock."""
    for place in session.waiting.filter(state__in=IN_LINE).order_by("joined_at", "id"):
        _end(session, place, place.close, by=by)


def drop_from_line(session: TrainingSession, client_id: UUID) -> None:
    """Say that who waits got a place from the team. The caller holds the session's lock."""
    place = session.waiting.filter(client_id=client_id, state__in=IN_LINE).first()
    if place:
        _end(session, place, lambda: place.take(timezone.now()), by=None)


def has_reserved(session: TrainingSession, client_id: UUID) -> bool:
    """Say whether a seat is kept for this client."""
    return session.waiting.filter(client_id=client_id, state=Turn.OFFERED).exists()


def _hold(waiting_id: UUID) -> tuple[TrainingSession, WaitingPlace]:
    place = WaitingPlace.objects.filter(pk=waiting_id).first()
    if place is None:
        raise NotFound
    hold_people([place.client_id])
    hold_clients([place.client_id])
    session, _client_ids = locked(place.session_id)
    place.refresh_from_db()
    return session, place


def _end(session: TrainingSession, place: WaitingPlace, act: Callable[[], None], *, by: User | None) -> None:
    act()
    place.save()
    due.cancel(kind=END_OFFER, keys=[str(place.pk)])
    announce_place(WaitingEnded, session, place.client_id, by=by, how=place.state)
