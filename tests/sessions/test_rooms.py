"""Rooms: no double booking, and what archiving one does to what is booked there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from apps.activity.models import Activity
from apps.common.errors import InvalidInput
from apps.sessions.models import Location, Room, TrainingSession
from apps.sessions.rooms import locations_in_use
from apps.sessions.selectors import sessions_between
from apps.sessions.services import (
    add_location,
    add_room,
    archive_location,
    archive_room,
    change_session,
    move_session,
    restore_room,
)
from apps.sessions.services.clashes import DoubleBooking
from apps.sessions.services.closing_rooms import RoomInUse
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory
from tests.sessions.conftest import HOUR, MONDAY, NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.accounts.models import User
    from tests.harness.people import ApiFor, ClientFor
    from tests.sessions.conftest import Book


@pytest.fixture(autouse=True)
def _friday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def northside(owner: User) -> Location:
    return add_location(by=owner, name="Northside", address="4 Mill Lane")


@pytest.fixture
def studio(owner: User, northside: Location) -> Room:
    return add_room(by=owner, location_id=northside.pk, name="Studio 2", seats=6)


def somebody_else(owner: User) -> dict[str, Any]:
    """Another trainer with another client."""
    other = UserFactory(full_name="Somebody Else")
    return {"by": owner, "trainer_id": other.pk, "client_ids": [ClientFactory(trainer=other).pk]}


def test_a_room_is_booked_once_at_a_time(book: Book, owner: User, studio: Room) -> None:
    book(room_id=studio.pk)
    with pytest.raises(DoubleBooking) as refused:
        book(**somebody_else(owner), room_id=studio.pk, starts_at=MONDAY + HOUR / 2)
    assert refused.value.message == "Studio 2 is taken on Mon 1, 09:00 to 10:00."
    assert refused.value.extra["free_slots"][0] == {
        "starts_at": "2027-03-01T10:00:00Z",
        "ends_at": "2027-03-01T11:00:00Z",
    }
    assert TrainingSession.objects.count() == 1
    book(**somebody_else(owner), room_id=studio.pk, starts_at=MONDAY + HOUR)
    with pytest.raises(IntegrityError, match="sessions_room_free"), transaction.atomic():
        TrainingSession.objects.create(trainer=owner, room=studio, starts_at=MONDAY, ends_at=MONDAY + HOUR)


def test_a_move_into_a_room_that_is_taken_is_refused(book: Book, owner: User, studio: Room) -> None:
    book(room_id=studio.pk)
    other = book(**somebody_else(owner))
    change: dict[str, Any] = {"session_id": other.pk, "by": owner, "starts_at": MONDAY, "duration": HOUR}
    with pytest.raises(DoubleBooking, match="Studio 2 is taken"):
        move_session(**change, room_id=studio.pk)
    other.refresh_from_db()
    assert (other.room_id, other.version) == (None, 1)
    moved = change_session(session_id=other.pk, by=owner, starts_at=MONDAY + HOUR, room_id=studio.pk, details={})
    assert (moved.room_id, moved.version) == (studio.pk, 2)
    assert change_session(session_id=other.pk, by=owner, room_id=None, details={}).room_id is None
    assert Activity.objects.order_by("id").last().payload["changed"] == ["room"]  # type: ignore[union-attr] # there is one


def test_a_room_seats_so_many(book: Book, studio: Room) -> None:
    people = [ClientFactory(trainer=None).pk for _ in range(7)]
    with pytest.raises(InvalidInput) as refused:
        book(client_ids=people, kind="group", room_id=studio.pk)
    assert refused.value.fields == {"room": ["Studio 2 has room for 6, not for 7."]}


def test_archiving_a_booked_room_asks_and_moves_all_or_nothing(book: Book, owner: User, studio: Room) -> None:
    first = book(room_id=studio.pk)
    second = book(room_id=studio.pk, starts_at=MONDAY + HOUR)
    with pytest.raises(RoomInUse) as asked:
        archive_room(room_id=studio.pk, by=owner)
    assert asked.value.message == "2 sessions are booked there: Mon 1, 09:00, Mon 1, 10:00."
    assert asked.value.extra == {"sessions": [str(first.pk), str(second.pk)]}
    hall = add_room(by=owner, location_id=studio.location_id, name="Hall")
    taken = book(**somebody_else(owner), room_id=hall.pk, starts_at=MONDAY + HOUR)
    with pytest.raises(DoubleBooking, match="Hall is taken on Mon 1, 10:00 to 11:00"):
        archive_room(room_id=studio.pk, by=owner, sessions="move", into=hall.pk)
    assert set(TrainingSession.objects.filter(room=studio)) == {first, second}
    assert not Room.objects.get(pk=studio.pk).is_archived
    move_session(session_id=taken.pk, by=owner, starts_at=MONDAY + 5 * HOUR, duration=HOUR)
    archive_room(room_id=studio.pk, by=owner, sessions="move", into=hall.pk)
    assert set(TrainingSession.objects.filter(room=hall)) == {first, second, taken}
    with pytest.raises(InvalidInput):
        book(room_id=studio.pk, starts_at=MONDAY + 8 * HOUR)


def test_archiving_keeps_what_is_booked_and_names_may_be_given_again(
    book: Book, owner: User, studio: Room, northside: Location
) -> None:
    session = book(room_id=studio.pk)
    assert list(locations_in_use()) == [northside]
    archive_location(location_id=northside.pk, by=owner, sessions="keep")
    assert list(locations_in_use()) == []
    session.refresh_from_db()
    assert session.where == "Studio 2, Northside"
    add_location(by=owner, name="northside")
    with pytest.raises(InvalidInput):
        add_location(by=owner, name="Northside")
    with pytest.raises(Exception, match="Restore it first"):
        restore_room(room_id=studio.pk, by=owner)


def test_a_calendar_is_narrowed_to_a_location_or_a_room(book: Book, owner: User, studio: Room) -> None:
    here = book(room_id=studio.pk)
    book(starts_at=MONDAY + 2 * HOUR)
    span = (owner, MONDAY, MONDAY + 9 * HOUR)
    assert list(sessions_between(*span, location=studio.location_id)) == [here]
    assert list(sessions_between(*span, room=studio.pk)) == [here]
    assert sessions_between(*span).count() == 2


def test_rooms_over_the_api(api_for: ApiFor, owner: User, trainer: User, book: Book) -> None:
    api = api_for(owner)
    location = api.post("/api/v1/locations/", {"name": "Northside", "address": "4 Mill Lane"}).json()
    made = api.post("/api/v1/rooms/", {"location": location["id"], "name": "Studio 2", "seats": 12})
    assert made.status_code == 201
    room = made.json()
    assert room == {
        "id": room["id"],
        "location": location["id"],
        "name": "Studio 2",
        "seats": 12,
        "archived_at": None,
        "version": 1,
    }
    stale = api.patch(f"/api/v1/rooms/{room['id']}/", {"seats": None}, headers={"If-Match": '"v9"'})
    assert stale.status_code == 412
    assert api.patch(f"/api/v1/rooms/{room['id']}/", {"seats": None}).json()["seats"] is None
    session = book(room_id=room["id"])
    listed = api.get("/api/v1/sessions/", {"room": room["id"]}).json()["results"]
    assert [(row["id"], row["room"]) for row in listed] == [(str(session.pk), room["id"])]
    refused = api.post(f"/api/v1/rooms/{room['id']}/archive/", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "room_in_use")
    assert refused.json()["sessions"] == [str(session.pk)]
    assert api.post(f"/api/v1/rooms/{room['id']}/archive/", {"sessions": "keep"}).status_code == 200
    assert api.get("/api/v1/rooms/").json()["results"] == []
    assert [row["name"] for row in api.get("/api/v1/rooms/", {"archived": "true"}).json()["results"]] == ["Studio 2"]
    assert api_for(trainer).post("/api/v1/locations/", {"name": "Mine"}).status_code == 403


def test_rooms_by_hand(client_for: ClientFor, owner: User, trainer: User, book: Book, assert_queries: Any) -> None:
    browser = client_for(owner)
    browser.post("/locations/", {"name": "Northside", "address": "4 Mill Lane"})
    location = Location.objects.get()
    for name in ("Studio 2", "Hall"):
        browser.post(f"/locations/{location.pk}/rooms/", {"name": name, "seats": ""})
    again = browser.post(f"/locations/{location.pk}/rooms/", {"name": "hall", "seats": ""})
    assert again.status_code == 422
    assert "“hall” is there already." in again.text
    studio, hall = Room.objects.order_by("-name")
    session = book(room_id=studio.pk)
    with assert_queries("GET /locations/"):
        page = browser.get("/locations/")
    assert "1 booked" in page.text
    assert 'name="address"' not in client_for(trainer).get("/locations/").text
    assert "Ines Carvalho" not in browser.get(f"/rooms/{studio.pk}/").text
    asked = browser.get(f"/rooms/{studio.pk}/archive/")
    assert f'href="/sessions/{session.pk}/"' in asked.text
    nowhere = browser.post(f"/rooms/{studio.pk}/archive/", {"sessions": "move", "into": ""})
    assert "Choose the room they move into." in nowhere.text
    browser.post(f"/rooms/{studio.pk}/archive/", {"sessions": "move", "into": str(hall.pk)})
    assert TrainingSession.objects.get().room_id == hall.pk
    assert Room.objects.get(pk=studio.pk).is_archived
    form = browser.get(f"/sessions/{session.pk}/move/").text
    assert "Hall, Northside" in form
    assert "Studio 2, Northside" not in form
