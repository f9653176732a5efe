"""A session given another time from the calendar: done, undone, refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.contrib.messages import get_messages

from apps.sessions.services import move_session, start_session
from tests.factories import UserFactory
from tests.sessions.conftest import HOUR, MONDAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.accounts.models import User
    from apps.clients.models import Client
    from apps.sessions.models import TrainingSession
    from tests.harness.counting import AssertQueries
    from tests.harness.people import Browser, ClientFor
    from tests.sessions.conftest import Book

CALENDAR = "/calendar/?view=week&date=2027-03-01"


@pytest.fixture(autouse=True)
def _monday_at_nine() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def browser(client_for: ClientFor, trainer: User) -> Browser:
    return client_for(trainer)


def send(browser: Browser, session: TrainingSession, *, script: bool = True, **changes: Any) -> Any:
    body = {"date": "2027-03-02", "time": "14:15", "minutes": "60", "version": session.version, "next": CALENDAR}
    headers = {"HX-Request": "true"} if script else {}
    return browser.post(f"/sessions/{session.pk}/time/", {**body, **changes}, headers=headers)


def undo_of(browser: Browser) -> str:
    html = browser.get(CALENDAR).content.decode()
    return str(re.findall(r'action="(/sessions/[^"]+/time/[^"]+)"', html)[0]).replace("&amp;", "&")


def test_is_moved_and_moved_back(browser: Browser, book: Book) -> None:
    session = book()
    answer = send(browser, session)
    assert (answer.status_code, answer["Location"]) == (302, CALENDAR)
    session.refresh_from_db()
    assert (session.starts_at, session.version) == (MONDAY + 29.25 * HOUR, 2)
    undo = undo_of(browser)
    assert browser.post(undo)["Location"] == CALENDAR
    session.refresh_from_db()
    assert (session.starts_at, session.duration_minutes, session.version) == (MONDAY, 60, 3)
    assert browser.post(undo).status_code == 302  # a second click finds it where it shall be
    session.refresh_from_db()
    assert session.version == 3


def test_undo_does_not_undo_somebody_else(browser: Browser, book: Book, trainer: User) -> None:
    session = book()
    send(browser, session)
    undo = undo_of(browser)
    move_session(session_id=session.pk, by=trainer, starts_at=MONDAY + 3 * HOUR, duration=HOUR)
    page = browser.post(undo)
    assert page.status_code == 409
    assert "Somebody changed this while you were editing" in page.content.decode()
    session.refresh_from_db()
    assert session.starts_at == MONDAY + 3 * HOUR


def test_stretching_says_how_long(browser: Browser, book: Book) -> None:
    session = book()
    answer = send(browser, session, date="2027-03-01", time="09:00", minutes="75")
    session.refresh_from_db()
    assert (session.starts_at, session.duration_minutes) == (MONDAY, 75)
    assert [str(message) for message in get_messages(answer.wsgi_request)] == ["Ines Carvalho lasts 75 min."]


def test_a_clash_names_it_and_a_free_time_is_one_tap_away(browser: Browser, book: Book, tom: Client) -> None:
    session = book()
    book(client_ids=[tom.pk], starts_at=MONDAY + 29 * HOUR)
    page = send(browser, session)
    html = page.content.decode()
    assert page.status_code == 409
    assert html.lstrip().startswith('<dialog class="dialog dialog-aside" id="move-refused"')
    assert "has a session with Tom Baker on Tue 2, 14:00 to 15:00." in html
    slots = re.findall(r'name="slot" value="([^"]+)"', html)
    assert slots == ["2027-03-02T15:00:00Z", "2027-03-02T16:00:00Z", "2027-03-02T17:00:00Z"]
    session.refresh_from_db()
    assert (session.starts_at, session.version) == (MONDAY, 1)
    send(browser, session, slot=slots[0])
    session.refresh_from_db()
    assert session.starts_at == MONDAY + 30 * HOUR
    plain = send(browser, session, script=False).content.decode()
    assert "<h1>Somebody is already booked then</h1>" in plain
    assert 'name="slot"' in plain


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"version": ""}, "Say which version you saw."),
        ({"time": "25:00"}, "Enter a valid time."),
        ({"minutes": "0"}, "greater than or equal to 5"),
        ({"minutes": "721"}, "less than or equal to 720"),
        ({"slot": "soon"}, "Enter a valid date/time."),
        ({"date": "2031-03-01"}, "Choose a time within three years of today."),
    ],
)
def test_what_cannot_be_is_refused_in_words(browser: Browser, book: Book, changes: dict[str, Any], words: str) -> None:
    session = book()
    page = send(browser, session, **changes)
    assert page.status_code in {409, 422}
    assert words in page.content.decode()
    session.refresh_from_db()
    assert (session.starts_at, session.version) == (MONDAY, 1)


def test_an_hour_that_the_clocks_skip_is_refused(browser: Browser, book: Book, trainer: User) -> None:
    session = book()
    trainer.time_zone = "Europe/London"
    trainer.save()
    page = send(browser, session, date="2027-03-28", time="01:30")
    assert page.status_code == 422
    assert "The clocks go forward then" in page.content.decode()
    send(browser, session, date="2027-03-29", time="09:00")
    session.refresh_from_db()
    assert f"{session.starts_at:%d %H:%M}" == "29 08:00"


def test_what_has_begun_stays(browser: Browser, book: Book, trainer: User) -> None:
    session = start_session(session_id=book().pk, by=trainer)
    page = send(browser, session)
    assert page.status_code == 409
    assert "Only a session that has not begun can be moved." in page.content.decode()


def test_nobody_is_led_elsewhere(browser: Browser, book: Book) -> None:
    session = book()
    assert send(browser, session, next="https://evil.example/")["Location"] == f"/sessions/{session.pk}/"


def test_a_colleague_moves_and_sees_nothing(client_for: ClientFor, book: Book) -> None:
    session, stranger = book(), client_for(UserFactory())
    assert send(stranger, session).status_code == 404
    assert stranger.get(f"/sessions/{session.pk}/peek/").status_code == 404
    session.refresh_from_db()
    assert session.starts_at == MONDAY


def test_the_drawer_offers_what_is_possible_now(browser: Browser, book: Book, assert_queries: AssertQueries) -> None:
    session = book()
    with assert_queries("session, drawer"):
        html = browser.get(f"/sessions/{session.pk}/peek/", {"next": CALENDAR}).content.decode()
    acts = re.findall(r'(?:action|href)="/sessions/[\w-]+/([\w-]*)/?"', html)
    assert acts == ["start", "completion", "no-show", "move", "cancellation", ""]
    assert html.count('name="next" value="/calendar/?view=week&amp;date=2027-03-01"') == 3
    assert browser.post(f"/sessions/{session.pk}/start/", {"next": CALENDAR})["Location"] == CALENDAR


def test_what_the_calendar_asks_of_the_form_is_filled_in(browser: Browser) -> None:
    html = browser.get("/sessions/new/?start=2027-03-04T13:00&minutes=75").content.decode()
    assert ('value="13:00"' in html, 'value="custom"' in html, 'value="75"' in html) == (True, True, True)
    assert re.search(r'value="custom"[^>]*checked', html)
    assert re.search(r'value="90"[^>]*checked', browser.get("/sessions/new/?minutes=90").content.decode())
    assert re.search(r'value="60"[^>]*checked', browser.get("/sessions/new/?minutes=9999").content.decode())
