"""Locations and rooms: added, changed, archived, restored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.activity.services import publish
from apps.common.errors import Conflict, InvalidInput, NotFound
from apps.sessions.models import Location, Room
from apps.sessions.models.room import LONGEST_ADDRESS, LONGEST_NAME, MOST_SEATS
from apps.sessions.place_events import PlaceChanged

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User

type Place = Location | Room


@dataclass(frozen=True, slots=True)
class Keep:
    """What is left out of a change stays."""


KEEP = Keep()


def add_location(*, by: User, name: str, address: str = "") -> Location:
    """Add a location and publish `place.changed`. Raises InvalidInput, also for a name that is there already."""
    location = Location(name=_name(name), address=_address(address))
    return _saved(location, by, "added")


def change_location(
    *, location_id: UUID, by: User, name: str | None = None, address: str | None = None, version: int | None = None
) -> Location:
    """Rename a location or correct its address. Raises NotFound, StaleVersion, InvalidInput."""
    with transaction.atomic():
        location = locked_place(Location, location_id)
        location.check_version(version)
        before = (location.name, location.address)
        location.name = location.name if name is None else _name(name)
        location.address = location.address if address is None else _address(address)
        return location if (location.name, location.address) == before else _saved(location, by, "changed")


def add_room(*, by: User, location_id: UUID, name: str, seats: int | None = None) -> Room:
    """Add a room to a location that is in use. `seats` is how many clients fit; None where nobody counts."""
    with transaction.atomic():
        location = Location.objects.select_for_update().filter(pk=location_id).first()
        if location is None or location.is_archived:
            raise InvalidInput({"location": _("Choose a location that is in use.")})
        return _saved(Room(location=location, name=_name(name), seats=_seats(seats)), by, "added")


def change_room(
    *,
    room_id: UUID,
    by: User,
    name: str | None = None,
    seats: int | Keep | None = KEEP,
    version: int | None = None,
) -> Room:
    """Rename a room or say how many clients fit; what is booked already stays. Raises NotFound, StaleVersion, InvalidInput."""
    with transaction.atomic():
        room = locked_place(Room, room_id)
        room.check_version(version)
        before = (room.name, room.seats)
        room.name = room.name if name is None else _name(name)
        room.seats = room.seats if isinstance(seats, Keep) else _seats(seats)
        return room if (room.name, room.seats) == before else _saved(room, by, "changed")


def restore_location(*, location_id: UUID, by: User) -> Location:
    """Offer a location again; its rooms one by one. Raises InvalidInput when the name was given to another."""
    with transaction.atomic():
        location = locked_place(Location, location_id)
        if not location.is_archived:
            return location
        location.restore()
        return _saved(location, by, "restored")


def restore_room(*, room_id: UUID, by: User) -> Room:
    """Offer a room again. Raises Conflict while its location is archived, InvalidInput for a name given to another."""
    with transaction.atomic():
        room = locked_place(Room, room_id)
        if not room.is_archived:
            return room
        if room.location.is_archived:
            raise Conflict(_("%(location)s is archived. Restore it first.") % {"location": room.location.name})
        room.restore()
        return _saved(room, by, "restored")


def locked_place[Kind: (Location, Room)](kind: type[Kind], pk: UUID) -> Kind:
    """Return the row, locked. Raises NotFound."""
    found = kind.objects.select_for_update().filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def announce_place(place: Place, by: User, what: str) -> None:
    """Publish `place.changed`."""
    room, location = (place, place.location) if isinstance(place, Room) else (None, place)
    event = PlaceChanged(
        what=what,
        location_id=str(location.pk),
        location=location.name,
        room_id=str(room.pk) if room else "",
        room=room.name if room else "",
    )
    publish(event, actor=by)


def _saved[Kind: (Location, Room)](place: Kind, by: User, what: str) -> Kind:
    try:
        with transaction.atomic():
            if what != "added":
                place.touch()
            place.save()
            announce_place(place, by, what)
    except IntegrityError as error:
        raise InvalidInput({"name": _("“%(name)s” is there already.") % {"name": place.name}}) from error
    return place


def _name(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise InvalidInput({"name": _("Give it a name.")})
    if len(text) > LONGEST_NAME:
        raise InvalidInput({"name": _("At most %(count)d characters.") % {"count": LONGEST_NAME}})
    return text


def _address(text: str) -> str:
    if len(text.strip()) > LONGEST_ADDRESS:
        raise InvalidInput({"address": _("At most %(count)d characters.") % {"count": LONGEST_ADDRESS}})
    return text.strip()


def _seats(seats: int | None) -> int | None:
    if seats is not None and not 1 <= seats <= MOST_SEATS:
        raise InvalidInput({"seats": _("From 1 to %(most)d, or nothing.") % {"most": MOST_SEATS}})
    return seats
