"""Taking rooms and locations out of use, and what becomes of what is booked there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.common.errors import Conflict, InvalidInput
from apps.common.templatetags.formats import moment_text
from apps.sessions.events import SessionUpdated
from apps.sessions.models import Location, Room, Series, TrainingSession
from apps.sessions.policies import Booking
from apps.sessions.rooms import booked_in
from apps.sessions.services.announcing import announce
from apps.sessions.services.clashes import DoubleBooking, no_clash
from apps.sessions.services.locking import clients_of, hold_people
from apps.sessions.services.people import find_room
from apps.sessions.services.rooms import announce_place, locked_place

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User

ASK, STAY, MOVE = "", "keep", "move"
CHOICES = (STAY, MOVE)
MOST_NAMED = 3


class RoomInUse(Conflict):
    """Something is booked there: say whether it stays or where it moves. `sessions` holds ids, soonest first."""

    code = "room_in_use"
    title = gettext_lazy("Something is booked there")


def archive_room(*, room_id: UUID, by: User, sessions: str = ASK, into: UUID | None = None) -> Room:
    """Take a room out of use: it is offered no more, and what was held there goes on naming it.

    When something is booked there, `sessions` says what becomes of it: "keep" (held there all the same) or "move",
    then `into` is the other room. Raises NotFound, RoomInUse without an answer, InvalidInput, and DoubleBooking when
    the other room is taken at one of the times; then nothing moves.
    """
    if sessions not in {ASK, *CHOICES}:
        raise InvalidInput({"sessions": _("Say keep or move.")})
    if sessions == MOVE and into in {None, room_id}:
        raise InvalidInput({"into": _("Choose another room.")})
    with transaction.atomic():
        hold_people([room_id, *([into] if into else [])])
        room = locked_place(Room, room_id)
        if room.is_archived:
            return room
        booked = list(booked_in([room.pk]).select_related("trainer").select_for_update(of=("self",)))
        if booked and sessions == ASK:
            raise _in_use(booked)
        other = find_room(into, field="into") if sessions == MOVE else None
        if other:
            _move(booked, other, by)
        Series.objects.filter(room=room, ended_at=None).update(room=other)
        _archive(room, by)
    return room


def archive_location(*, location_id: UUID, by: User, sessions: str = ASK) -> Location:
    """Take a location out of use with all its rooms. What is booked there stays there, once `sessions` says "keep"."""
    with transaction.atomic():
        room_ids = list(Room.objects.filter(location=location_id).values_list("pk", flat=True))
        hold_people(room_ids)
        location = locked_place(Location, location_id)
        if location.is_archived:
            return location
        rooms = list(location.rooms.filter(archived_at=None).select_for_update().order_by("pk"))
        booked = list(booked_in([room.pk for room in rooms]))
        if booked and sessions != STAY:
            raise _in_use(booked)
        Series.objects.filter(room__in=rooms, ended_at=None).update(room=None)
        for room in rooms:
            _archive(room, by)
        _archive(location, by)
    return location


def _archive(place: Location | Room, by: User) -> None:
    place.archive(timezone.now())
    place.touch()
    place.save()
    announce_place(place, by, "archived")


def _move(booked: list[TrainingSession], room: Room, by: User) -> None:
    for session in booked:
        client_ids = clients_of(session.pk)
        booking = Booking(
            trainer=session.trainer,
            client_ids=client_ids,
            kind=session.kind,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            by=by,
            session=session,
            room=room,
            buffer=(session.held_until or session.ends_at) - session.ends_at,
        )
        session.room = room
        session.touch()
        try:
            with no_clash(booking):
                session.save()
        except DoubleBooking as clash:
            raise DoubleBooking(clash.message, extra={"free_slots": []}) from clash
        announce(SessionUpdated, session, by=by, client_ids=client_ids, changed=["room"])


def _in_use(booked: list[TrainingSession]) -> RoomInUse:
    named = ", ".join(moment_text(session.starts_at, words=False) for session in booked[:MOST_NAMED])
    text = ngettext(
        "%(count)d session is booked there: %(named)s", "%(count)d sessions are booked there: %(named)s", len(booked)
    )
    more = " …" if len(booked) > MOST_NAMED else "."
    ids = [str(session.pk) for session in booked]
    return RoomInUse(text % {"count": len(booked), "named": named} + more, extra={"sessions": ids})
