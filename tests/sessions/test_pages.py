"""The pages of sessions, as a browser without JavaScript uses them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from apps.clients.policies import archive_consequences, held
from apps.clients.services.clients import archive_client
from apps.common.errors import Conflict
from apps.common.ids import uuid7
from apps.sessions.models import SessionClient, TrainingSession
from apps.sessions.services import start_session
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory
from tests.sessions.conftest import HOUR, MONDAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.accounts.models import User
    from apps.clients.models import Client
    from tests.harness.counting import AssertQueries
    from tests.harness.people import Browser, ClientFor
    from tests.sessions.conftest import Book


@pytest.fixture(autouse=True)
def _monday_at_nine() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def browser(client_for: ClientFor, trainer: User) -> Browser:
    return client_for(trainer)


def form(client: Client, trainer: User, **changes: Any) -> dict[str, Any]:
    values = {
        "key": str(uuid7()),
        "clients": [str(client.pk)],
        "trainer": str(trainer.pk),
        "date": "2027-03-01",
        "time": "11:00",
        "length": "60",
        "kind": "personal",
        "title": "Lower strength",
    }
    return {**values, **changes}


def test_a_week_stands_in_its_columns(browser: Browser, book: Book, assert_queries: AssertQueries) -> None:
    session = book()
    for day in range(1, 5):
        book(starts_at=MONDAY + 24 * HOUR * day)
    with assert_queries("calendar, week"):
        page = browser.get("/calendar/")
    assert page.status_code == 200
    html = page.content.decode()
    assert f'class="event event-personal at-108 for-12 lane-0 lanes-1" href="/sessions/{session.pk}/"' in html
    assert "1 to 7 March" in html
    assert html.count("Ines Carvalho") == 5
    assert '<i class="now-line at-108">' in html


def test_the_day_and_another_trainer(client_for: ClientFor, owner: User, book: Book) -> None:
    other = UserFactory(full_name="Somebody Else")
    book()
    book(by=owner, trainer_id=other.pk, client_ids=[ClientFactory(last_name="Unseen").pk])
    page = client_for(owner).get("/calendar/", {"view": "day", "date": "2027-03-01", "trainer": str(other.pk)})
    html = page.content.decode()
    assert "Unseen" in html
    assert "Carvalho" not in html
    assert "Monday, 1 March" in html


@pytest.mark.parametrize("query", [{"date": "soon"}, {"date": "9999-12-31"}, {"view": "year"}, {"trainer": "x"}])
def test_what_cannot_be_read_shows_this_week(browser: Browser, query: dict[str, str]) -> None:
    assert "March" in browser.get("/calendar/", query).content.decode()


def test_books_from_the_form(browser: Browser, ines: Client, trainer: User) -> None:
    page = browser.get("/sessions/new/", {"client": str(ines.pk), "start": "2027-03-01T11:00"})
    assert f'value="{ines.pk}" checked' in page.content.decode()
    sent = form(ines, trainer)
    first, again = browser.post("/sessions/new/", sent), browser.post("/sessions/new/", sent)
    session = TrainingSession.objects.get()
    assert (first.status_code, first["Location"], again["Location"]) == (302, *[f"/sessions/{session.pk}/"] * 2)
    assert (session.starts_at, session.title) == (MONDAY + 2 * HOUR, "Lower strength")


def test_a_clash_keeps_everything_and_offers_three_times_to_tap(
    browser: Browser, book: Book, trainer: User, tom: Client
) -> None:
    book()
    sent = form(tom, trainer, time="09:30", notes="Bring the belt")
    page = browser.post("/sessions/new/", sent)
    html = page.content.decode()
    assert page.status_code == 409
    assert "has a session with Ines Carvalho on Mon 1, 09:00 to 10:00." in html
    assert "Bring the belt" in html
    assert f'value="{tom.pk}" checked' in html
    slots = re.findall(r'name="slot" value="([^"]+)"', html)
    assert slots == ["2027-03-01T10:00:00Z", "2027-03-01T11:00:00Z", "2027-03-01T12:00:00Z"]
    assert browser.post("/sessions/new/", {**sent, "slot": slots[1]}).status_code == 302
    assert TrainingSession.objects.get(places__client=tom).starts_at == MONDAY + 2 * HOUR


def test_looking_for_a_client_books_nothing_and_keeps_what_was_typed(
    browser: Browser, ines: Client, tom: Client, trainer: User
) -> None:
    page = browser.post("/sessions/new/", {**form(ines, trainer, title="Hinge"), "find": "bak", "look": "yes"})
    html = page.content.decode()
    assert page.status_code == 200
    assert f'value="{ines.pk}" checked' in html
    assert f'value="{tom.pk}">' in html
    assert 'value="Hinge"' in html
    assert not TrainingSession.objects.exists()
    typed = browser.get("/sessions/new/clients/", {"find": "bak", "clients": [str(ines.pk)]}).content.decode()
    assert "Tom Baker" in typed
    assert f'value="{ines.pk}" checked' in typed


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"clients": []}, "Choose at least one client."),
        ({"date": "2027-02-30"}, "Enter a valid date."),
        ({"length": "custom"}, "Say how many minutes."),
        ({"kind": "online", "video_link": "javascript:alert(1)"}, "Give the whole address"),
        ({"clients": ["not-an-id"]}, "Enter a valid UUID."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    browser: Browser, ines: Client, trainer: User, changes: dict[str, Any], words: str
) -> None:
    page = browser.post("/sessions/new/", form(ines, trainer, **changes))
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not TrainingSession.objects.exists()


def test_an_hour_that_the_clocks_skip_is_refused(browser: Browser, ines: Client, trainer: User) -> None:
    trainer.time_zone = "Europe/London"
    trainer.save()
    page = browser.post("/sessions/new/", form(ines, trainer, date="2027-03-28", time="01:30"))
    assert page.status_code == 422
    assert "The clocks go forward then" in page.content.decode()
    later = browser.post("/sessions/new/", form(ines, trainer, date="2027-03-28", time="09:00"))
    assert later.status_code == 302
    assert f"{TrainingSession.objects.get().starts_at:%H:%M}" == "08:00"


def test_the_session_page_and_its_acts(browser: Browser, book: Book, assert_queries: AssertQueries) -> None:
    session = book()
    url = f"/sessions/{session.pk}/"
    with assert_queries("session"):
        assert browser.get(url).status_code == 200
    assert browser.post(f"{url}start/")["Location"] == url
    assert browser.post(f"{url}notes/", {"notes": "Knee quiet"}).status_code == 302
    assert browser.post(f"{url}completion/", {"notes": "Done", "next": "/"})["Location"] == "/"
    session.refresh_from_db()
    assert (session.state, session.outcome) == ("completed", "Knee quiet\n\nDone")
    html = browser.get(url).content.decode()
    assert "completed" in html
    assert f"{url}cancellation/" not in html
    assert browser.post(f"{url}start/", {"next": "https://evil.example/"})["Location"] == url
    session.refresh_from_db()
    assert session.state == "completed"


def test_htmx_gets_the_part_that_changed(browser: Browser, book: Book) -> None:
    session = book()
    page = browser.post(f"/sessions/{session.pk}/start/", headers={"HX-Request": "true"})
    html = page.content.decode()
    assert page.status_code == 200
    assert "<html" not in html
    assert "In progress" in html


def test_cancel_and_move_have_pages_of_their_own(browser: Browser, book: Book, tom: Client) -> None:
    first, second = book(), book(client_ids=[tom.pk], starts_at=MONDAY + 3 * HOUR)
    assert browser.get(f"/sessions/{first.pk}/cancellation/").status_code == 200
    browser.post(f"/sessions/{first.pk}/cancellation/", {"by": "client", "reason": "Flu"})
    first.refresh_from_db()
    assert (first.state, first.cancelled_by, first.cancel_reason) == ("cancelled", "client", "Flu")
    third = book(starts_at=MONDAY + 5 * HOUR)
    url = f"/sessions/{second.pk}/move/"
    assert 'value="12:00"' in browser.get(url).content.decode()
    clash = browser.post(url, {"date": "2027-03-01", "time": "14:30", "length": "60"})
    assert clash.status_code == 409
    assert browser.post(url, {"date": "2027-03-01", "time": "15:00", "length": "90"}).status_code == 302
    second.refresh_from_db()
    assert (second.starts_at, second.duration_minutes) == (third.ends_at, 90)


def test_the_front_desk_may_not_run_sessions(client_for: ClientFor, front_desk: User, book: Book) -> None:
    session = book()
    assert client_for(front_desk).post(f"/sessions/{session.pk}/start/").status_code == 403
    session.refresh_from_db()
    assert session.state == "scheduled"


def test_a_colleague_and_a_client_find_nothing(client_for: ClientFor, client_user: User, book: Book) -> None:
    session = book()
    for person in (UserFactory(), client_user):
        assert client_for(person).get(f"/sessions/{session.pk}/").status_code == 404


def test_the_panel_on_the_clients_page(browser: Browser, book: Book, ines: Client) -> None:
    book(starts_at=MONDAY + 24 * HOUR)
    html = browser.get(f"/sessions/of-client/{ines.pk}/").content.decode()
    assert "Tomorrow, 09:00" in html
    assert f"/sessions/new/?client={ines.pk}" in html


def test_archiving_a_client_ends_what_is_planned(book: Book, trainer: User, ines: Client, tom: Client) -> None:
    own = book(starts_at=MONDAY + 24 * HOUR)
    group = book(starts_at=MONDAY + 26 * HOUR, kind="group", client_ids=[ines.pk, tom.pk])
    assert archive_consequences(ines.pk) == ["2 booked sessions are cancelled, or go on without them."]
    assert held([ines.pk, ClientFactory().pk]) == {ines.pk}
    archive_client(client_id=ines.pk, by=trainer)
    own.refresh_from_db()
    group.refresh_from_db()
    assert (own.state, own.cancel_reason) == ("cancelled", "Client archived")
    assert group.state == "scheduled"
    assert list(SessionClient.objects.filter(session=group).values_list("client_id", flat=True)) == [tom.pk]


def test_who_is_in_a_running_session_is_not_archived(book: Book, trainer: User, ines: Client) -> None:
    start_session(session_id=book().pk, by=trainer)
    with pytest.raises(Conflict, match="running"):
        archive_client(client_id=ines.pk, by=trainer)
    ines.refresh_from_db()
    assert not ines.is_archived


def test_a_profile_tells_what_comes_and_what_was(
    trainer: User, ines: Client, book: Book, client_for: ClientFor
) -> None:
    past = [book(starts_at=MONDAY + timedelta(days=day)) for day in range(4)]
    with time_machine.travel(MONDAY + timedelta(days=5)):
        coming = book(starts_at=MONDAY + timedelta(days=7))
        page = client_for(trainer).get(f"/sessions/of-client/{ines.pk}/").text
    shown = re.findall(r'href="/sessions/([0-9a-f-]{36})/"', page)
    assert shown == [str(one.pk) for one in (coming, past[3], past[2], past[1])]
