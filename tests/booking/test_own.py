"""Clients book, move and cancel by themselves, as far as the business lets them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import time_machine

from apps.accounts.models import User
from apps.sessions.models import TrainingSession
from apps.sessions.services import change_booking_rules
from tests.booking.conftest import KEY, NOON, NOW
from tests.factories.clients import ClientFactory
from tests.factories.sessions import SessionFactory

if TYPE_CHECKING:
    from apps.booking.models import BookableType
    from apps.clients.models import Client
    from tests.harness.people import ApiFor, ClientFor

HOUR = timedelta(hours=1)


def user_of(client: Client) -> User:
    return User.objects.get(pk=str(client.user_id))


def test_a_client_books_without_saying_who_they_are(
    client_for: ClientFor, ines: Client, first_hour: BookableType, trainer: User
) -> None:
    browser = client_for(user_of(ines))
    assert browser.get("/booking/")["Location"] == "/book/"
    url = f"/book/{trainer.pk}/types/{first_hour.pk}/request/"
    page = browser.get(f"{url}?at=2027-03-02T12:00:00Z")
    assert 'name="email"' not in page.text
    for _ in range(2):
        answer = browser.post(url, {"key": KEY, "at": "2027-03-02T12:00:00Z"})
    session = TrainingSession.objects.get()
    assert answer["Location"] == f"/sessions/{session.pk}/"
    assert (session.starts_at, session.places.get().client) == (NOON, ines)


def test_moving_and_cancelling_follow_the_notice(
    client_for: ClientFor, ines: Client, first_hour: BookableType, trainer: User
) -> None:
    browser = client_for(user_of(ines))
    session = SessionFactory(trainer=trainer, clients=[ines], starts_at=NOON, ends_at=NOON + HOUR)
    own, move, cancel = (f"/sessions/{session.pk}/{end}" for end in ("", "own-move/", "own-cancellation/"))
    assert "own-move" in browser.get(own).text
    assert "2027-03-02T12:00:00Z" in browser.get(move).text  # its own time is no obstacle
    other = SessionFactory(trainer=trainer, starts_at=NOON + 2 * HOUR, ends_at=NOON + 3 * HOUR)
    answer = browser.post(move, {"at": "2027-03-02T14:00:00Z"})
    assert (answer.status_code, "Somebody was first." in answer.text) == (409, True)
    assert other.places.count() == 0
    assert browser.post(move, {"at": "2027-03-03T09:00:00Z"}).status_code == 302
    session.refresh_from_db()
    assert session.starts_at == NOON + 21 * HOUR
    assert "Nothing is charged." in browser.get(cancel).text
    with time_machine.travel(session.starts_at - 3 * HOUR, tick=False):
        browser = client_for(user_of(ines))
        assert browser.post(move, {"at": "2027-03-04T09:00:00Z"}).status_code == 403
        page = browser.get(cancel).text
        assert "It is less than 24 hours away" in page
        assert "it counts as if you had come" in page
        assert browser.post(cancel, {"reason": "Flu"}).status_code == 409
        assert browser.post(cancel, {"reason": "Flu", "late": "accepted"}).status_code == 302
        assert browser.post(cancel, {"reason": "Flu", "late": "accepted"}).status_code == 302
    session.refresh_from_db()
    assert (session.state, session.cancelled_by, session.cancel_reason) == ("cancelled", "client", "Flu")


def test_nobody_elses_session_and_none_while_it_is_switched_off(
    client_for: ClientFor, ines: Client, first_hour: BookableType, trainer: User, owner: User
) -> None:
    browser = client_for(user_of(ines))
    theirs = SessionFactory(trainer=trainer, clients=[ClientFactory()], starts_at=NOON, ends_at=NOON + HOUR)
    assert browser.post(f"/sessions/{theirs.pk}/own-cancellation/").status_code == 404
    shared = SessionFactory(
        trainer=trainer, clients=[ines, ClientFactory()], starts_at=NOON + HOUR, ends_at=NOON + 2 * HOUR
    )
    move = browser.post(f"/sessions/{shared.pk}/own-move/", {"at": "2027-03-03T09:00:00Z"})
    assert (move.status_code, "own-move" in browser.get(f"/sessions/{shared.pk}/").text) == (403, False)
    mine = SessionFactory(trainer=trainer, clients=[ines], starts_at=NOON + 5 * HOUR, ends_at=NOON + 6 * HOUR)
    change_booking_rules(by=owner, changes={"self_booking": False})
    assert "own-move" not in browser.get(f"/sessions/{mine.pk}/").text
    assert browser.post(f"/sessions/{mine.pk}/own-cancellation/").status_code == 403
    assert "Here your trainer books for you." in browser.get("/booking/").text
    assert TrainingSession.objects.filter(state="scheduled").count() == 3


def test_all_of_it_over_the_api(api_for: ApiFor, ines: Client, first_hour: BookableType, trainer: User) -> None:
    api = api_for(user_of(ines))
    (kind,) = api.get("/api/v1/bookable-types/").json()["results"]
    assert (kind["name"], kind["minutes"], kind["price"]) == ("First session", 60, "£55")
    asked: dict[str, Any] = {"type": str(first_hour.pk), "trainer": str(trainer.pk)}
    slots = api.get("/api/v1/me/bookable-slots/", {**asked, "count": 2}).json()["free_slots"]
    assert [slot["starts_at"] for slot in slots] == ["2027-03-01T10:00:00Z", "2027-03-01T11:00:00Z"]
    made = api.post("/api/v1/me/bookings/", {**asked, "starts_at": "2027-03-02T12:00:00Z"})
    assert (made.status_code, made.json()["starts_at"]) == (201, "2027-03-02T12:00:00Z")
    gone = api.post("/api/v1/me/bookings/", {**asked, "starts_at": "2027-03-02T12:00:00Z"})
    assert (gone.status_code, gone.json()["code"], len(gone.json()["free_slots"])) == (409, "time_taken", 6)
    url = f"/api/v1/me/bookings/{made.json()['id']}/"
    assert api.patch(url, {"starts_at": "2027-03-02T15:00:00Z"}).json()["starts_at"] == "2027-03-02T15:00:00Z"
    with time_machine.travel(NOW + 10 * HOUR, tick=False):
        api = api_for(user_of(ines))
        assert api.post(f"{url}cancellation/", {}).json()["code"] == "late"
        assert api.post(f"{url}cancellation/", {"late_accepted": True}).json()["state"] == "cancelled"
