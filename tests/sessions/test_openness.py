"""Booking and free times against working hours, time off and what is booked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from apps.availability.services import add_time_off, set_hours
from apps.sessions.gaps import gaps_between
from apps.sessions.models import TrainingSession
from apps.sessions.services import cancel_session
from tests.sessions.conftest import HOUR, MONDAY, NOW

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.clients.models import Client
    from tests.harness.people import ApiFor, ClientFor
    from tests.sessions.conftest import Book

pytestmark = pytest.mark.usefixtures("business")
MORNINGS: list[list[tuple[int, int]]] = [[(540, 720)]] * 5 + [[], []]
SLOTS = "/api/v1/sessions/slots/"


@pytest.fixture(autouse=True)
def _friday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def starts(answer: Any) -> list[str]:
    return [slot["starts_at"] for slot in answer.json()["free_slots"]]


def test_slots_follow_hours_time_off_and_bookings(api_for: ApiFor, trainer: User, ines: Client, book: Book) -> None:
    api = api_for(trainer)
    set_hours(by=trainer, trainer_id=trainer.pk, week=MORNINGS)
    book()
    add_time_off(
        by=trainer, trainer_id=trainer.pk, starts_on=date(2027, 3, 2), ends_on=date(2027, 3, 2), until_minute=660
    )
    asked: dict[str, Any] = {"trainer": trainer.pk, "duration_minutes": 90, "count": 3}
    assert starts(api.get(SLOTS, asked)) == ["2027-03-01T10:00:00Z", "2027-03-03T09:00:00Z", "2027-03-03T10:30:00Z"]
    asked = {"trainer": trainer.pk, "duration_minutes": 60, "count": 4}
    assert starts(api.get(SLOTS, asked)) == [
        "2027-03-01T10:00:00Z",
        "2027-03-01T11:00:00Z",
        "2027-03-02T11:00:00Z",
        "2027-03-03T09:00:00Z",
    ]


def test_gaps_leave_out_what_is_too_short_and_keep_buffers(trainer: User, ines: Client, book: Book) -> None:
    first = book()
    book(starts_at=MONDAY + 90 * timedelta(minutes=1))

    def gaps(**changes: Any) -> list[tuple[float, float]]:
        asked = {"trainer_id": trainer.pk, "client_ids": [], "since": MONDAY, "until": MONDAY + 4 * HOUR, "least": HOUR}
        return [((a - MONDAY) / HOUR, (b - MONDAY) / HOUR) for a, b in gaps_between(**{**asked, **changes})]

    assert gaps() == [(2.5, 4)]
    assert gaps(least=HOUR / 2) == [(1, 1.5), (2.5, 4)]
    assert gaps(buffer=HOUR / 4) == [(2.75, 4)]
    assert gaps(least=HOUR / 4, buffer=HOUR / 8) == [(1.125, 1.375), (2.625, 4)]
    assert gaps(without=first.pk) == [(0, 1.5), (2.5, 4)]
    other = {"trainer_id": ines.pk, "client_ids": [ines.pk]}  # the client alone is taken as long, without a buffer
    assert gaps(**other, buffer=HOUR / 4) == [(2.5, 4)]
    cancel_session(session_id=first.pk, by=trainer, cancelled_by="client")
    assert gaps() == gaps(**other) == [(0, 1.5), (2.5, 4)]


def test_outside_hours_the_team_is_warned_and_books_anyway(api_for: ApiFor, trainer: User, ines: Client) -> None:
    api = api_for(trainer)
    trainer.full_name = "Nora Lindqvist"
    trainer.save()
    set_hours(by=trainer, trainer_id=trainer.pk, week=MORNINGS)
    body = {"clients": [str(ines.pk)], "starts_at": "2027-03-01T15:00:00Z"}
    refused = api.post("/api/v1/sessions/", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "outside_hours")
    assert refused.json()["detail"] == "Nora Lindqvist: This is outside the working hours."
    assert starts(refused)[0] == "2027-03-02T09:00:00Z"
    assert not TrainingSession.objects.exists()
    made = api.post("/api/v1/sessions/", {**body, "book_anyway": True})
    assert made.status_code == 201
    url = f"/api/v1/sessions/{made.json()['id']}/"
    assert api.patch(url, {"starts_at": "2027-03-01T16:00:00Z"}).json()["code"] == "outside_hours"
    moved = api.patch(url, {"starts_at": "2027-03-01T16:00:00Z", "book_anyway": True})
    assert moved.json()["starts_at"] == "2027-03-01T16:00:00Z"
    assert api.patch(url, {"title": "Late"}).status_code == 200


def test_the_form_warns_and_the_button_books(client_for: ClientFor, trainer: User, ines: Client) -> None:
    set_hours(by=trainer, trainer_id=trainer.pk, week=MORNINGS)
    body = {
        "key": "01941f29-7c00-7246-86c3-b13803bb95ed",
        "clients": ines.pk,
        "trainer": trainer.pk,
        "date": "2027-03-01",
        "time": "15:00",
        "length": "60",
        "kind": "personal",
    }
    browser = client_for(trainer)
    page = browser.post("/sessions/new/", body)
    assert page.status_code == 409
    assert "This is outside the working hours." in page.text
    assert 'name="anyway"' in page.text
    assert browser.post("/sessions/new/", {**body, "anyway": "yes"}).status_code == 302
    session = TrainingSession.objects.get()
    move = {"date": "2027-03-01", "time": "16:00", "length": "60"}
    assert browser.post(f"/sessions/{session.pk}/move/", move).status_code == 409
    assert browser.post(f"/sessions/{session.pk}/move/", {**move, "anyway": "yes"}).status_code == 302


def test_free_and_busy_tell_times_only(api_for: ApiFor, trainer: User, ines: Client, book: Book) -> None:
    set_hours(by=trainer, trainer_id=trainer.pk, week=MORNINGS)
    book()
    book(starts_at=MONDAY + HOUR)
    window: dict[str, Any] = {"trainer": trainer.pk, "from": "2027-03-01T00:00:00Z", "to": "2027-03-02T00:00:00Z"}
    assert api_for(trainer).get("/api/v1/free-busy/", window).json() == {
        "trainer": str(trainer.pk),
        "busy": [{"starts_at": "2027-03-01T09:00:00Z", "ends_at": "2027-03-01T11:00:00Z"}],
        "free": [{"starts_at": "2027-03-01T11:00:00Z", "ends_at": "2027-03-01T12:00:00Z"}],
    }
