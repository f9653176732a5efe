"""Tasks: whose they are, when they are due, and what a tap does."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
import time_machine

from apps.clients.services.contacts import log_contact
from apps.common.ids import uuid7
from apps.sessions.models import Task
from apps.sessions.services import complete_session, mark_no_show, start_session
from apps.sessions.services.tasks import add_task
from tests.factories import UserFactory
from tests.harness.forms import form_on
from tests.sessions.conftest import HOUR, MONDAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.accounts.models import User
    from apps.clients.models import Client
    from tests.harness.counting import AssertQueries
    from tests.harness.people import ApiFor, ClientFor
    from tests.sessions.conftest import Book

TASKS = "/api/v1/tasks/"
TODAY = MONDAY.date()
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


def test_a_task_over_the_api(api_for: ApiFor, trainer: User, ines: Client, book: Book) -> None:
    api, session = api_for(trainer), book()
    body = {"text": "  Send the  plan ", "due_on": "2027-03-02", "client": str(ines.pk), "session": str(session.pk)}
    made = api.post(TASKS, body)
    assert made.status_code == 201, made.data
    task = made.json()
    assert (task["text"], task["due_on"], task["assignee_name"]) == ("Send the plan", "2027-03-02", trainer.full_name)
    address = f"{TASKS}{task['id']}/"
    assert api.patch(address, {"due_on": "2027-03-09"}, headers={"If-Match": '"v7"'}).status_code == 412
    assert api.patch(address, {"due_on": "2027-03-09"}, headers={"If-Match": '"v1"'}).json()["due_on"] == "2027-03-09"
    done = api.post(f"{address}completion/").json()
    assert (done["done_at"], done["version"]) == ("2027-03-01T09:00:00Z", 3)
    assert api.post(f"{address}completion/").json()["version"] == 3
    assert [row["id"] for row in api.get(TASKS, {"state": "done"}).json()["results"]] == [task["id"]]
    assert api.get(TASKS, {"state": "to_do"}).json()["results"] == []
    assert api.post(f"{address}reopening/").json()["done_at"] is None
    assert api.delete(address).status_code == 204
    assert api.get(address).status_code == 404
    assert api.post(f"{address}restoration/").json()["text"] == "Send the plan"


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"text": " "}, "text", "This field may not be blank."),
        ({"text": "x" * 301}, "text", "At most 300 characters; this has 301."),
        ({"due_on": "2027-02-28"}, "due_on", "Choose today or a later day."),
        ({"due_on": "2099-01-01"}, "due_on", "This is too far away."),
        ({"assignee": str(UUID(int=5))}, "assignee", "Choose somebody of the team."),
        ({"client": str(UUID(int=5))}, "client", "There is no such client."),
        ({"session": str(UUID(int=5))}, "session", "There is no such session."),
    ],
)
def test_what_is_no_task_is_named(
    api_for: ApiFor, trainer: User, change: dict[str, Any], field: str, words: str
) -> None:
    answer = api_for(trainer).post(TASKS, {"text": "Call", **change})
    assert (answer.status_code, answer.json()["errors"]) == (400, {field: [words]})
    assert not Task.objects.exists()


def test_each_has_their_own_and_managers_see_all(
    api_for: ApiFor, trainer: User, manager: User, front_desk: User
) -> None:
    colleague = UserFactory()
    add_task(by=trainer, text="Mine")
    add_task(by=trainer, text="For the desk", assignee=front_desk.pk)
    add_task(by=colleague, text="Theirs")

    def seen(user: User) -> list[str]:
        return sorted(row["text"] for row in api_for(user).get(TASKS).json()["results"])

    assert seen(trainer) == ["For the desk", "Mine"]
    assert seen(front_desk) == ["For the desk"]
    assert seen(manager) == ["For the desk", "Mine", "Theirs"]
    theirs = Task.objects.get(text="Theirs")
    assert api_for(trainer).post(f"{TASKS}{theirs.pk}/completion/").status_code == 404
    theirs.refresh_from_db()
    assert theirs.done_at is None


def test_today_has_one_list_of_what_is_to_be_done(
    client_for: ClientFor, api_for: ApiFor, trainer: User, ines: Client, book: Book, assert_queries: AssertQueries
) -> None:
    book()
    log_contact(client_id=ines.pk, by=trainer, way="call", said="Asks for mornings.", follow_up_on=TODAY)
    with time_machine.travel(MONDAY - 2 * DAY, tick=False):
        late = add_task(by=trainer, text="Send the plan", client=ines.pk)
    add_task(by=trainer, text="Next week", due_on=TODAY + 7 * DAY)
    browser = client_for(trainer)
    with assert_queries("home, with tasks"):
        page = browser.get("/").text
    assert page.index("Send the plan") < page.index("Call Ines back")
    assert ("Next week" in page, page.count("when is-late")) == (False, 1)
    said = api_for(trainer).get("/api/v1/today/").json()
    assert [one["text"] for one in said["to_do"]] == ["Send the plan"]
    assert [(one["full_name"], one["said"]) for one in said["follow_ups"]] == [("Ines Carvalho", "Asks for mornings.")]
    done = browser.post(f"/tasks/{late.pk}/completion/", {"next": "/"}, follow=True).text
    assert f"/tasks/{late.pk}/reopening/?next=%2F" in done
    assert 'id="to-do"' in done
    assert f'action="/tasks/{late.pk}/completion/"' not in done
    browser.post(f"/tasks/{late.pk}/reopening/?next=%2F")
    assert f'action="/tasks/{late.pk}/completion/"' in browser.get("/").text


def test_pages(client_for: ClientFor, trainer: User, ines: Client, assert_queries: AssertQueries) -> None:
    browser = client_for(trainer)
    form = form_on(browser.get(f"/tasks/add/?client={ines.pk}&next=/").text)
    assert (form["client"], form["assignee"], form["next"]) == (str(ines.pk), str(trainer.pk), "/")
    for _click in range(2):
        assert browser.post("/tasks/add/", {**form, "text": "Send the plan"}).headers["Location"] == "/"
    task = Task.objects.get()
    refused = browser.post("/tasks/add/", {**form, "key": str(uuid7()), "text": "Late", "due_on": "2027-02-01"})
    assert (refused.status_code, "Choose today or a later day." in refused.text) == (422, True)
    with assert_queries("GET /tasks/"):
        page = browser.get("/tasks/").text
    assert "Send the plan" in page
    with assert_queries("GET /tasks/of-client/<client>/"):
        assert "Send the plan" in browser.get(f"/tasks/of-client/{ines.pk}/").text
    form = form_on(browser.get(f"/tasks/{task.pk}/").text)
    assert browser.post(f"/tasks/{task.pk}/", {**form, "text": "Send it"}).status_code == 302
    assert browser.post(f"/tasks/{task.pk}/", {**form, "text": "Stale"}).status_code == 409
    browser.post(f"/tasks/{task.pk}/deletion/")
    assert browser.get(f"/tasks/{task.pk}/").status_code == 404
    browser.post(f"/tasks/{task.pk}/restoration/")
    task.refresh_from_db()
    assert (task.text, task.deleted_at) == ("Send it", None)


def test_a_slip_is_taken_back_for_a_quarter_of_an_hour(
    client_for: ClientFor, api_for: ApiFor, trainer: User, book: Book
) -> None:
    browser, session = client_for(trainer), book()
    page = browser.post(f"/sessions/{session.pk}/no-show/", {"next": "/"}, follow=True).text
    undo = f"/sessions/{session.pk}/reopening/?was=no_show&amp;next=%2F"
    assert f'action="{undo}"' in page
    assert browser.post(undo.replace("&amp;", "&")).headers["Location"] == "/"
    session.refresh_from_db()
    assert (session.state, session.places.get().blocks, session.version) == ("scheduled", True, 3)
    start_session(session_id=session.pk, by=trainer)
    complete_session(session_id=session.pk, by=trainer, notes="Done")
    url = f"/api/v1/sessions/{session.pk}/reopening/"
    assert api_for(trainer).post(url, {"was": "no_show"}).json()["state"] == "completed"  # another tap, long ago
    answer = api_for(trainer).post(url, {"was": "completed"}).json()
    assert (answer["state"], answer["completed_at"], answer["outcome"]) == ("in_progress", None, "Done")
    complete_session(session_id=session.pk, by=trainer)
    with time_machine.travel(MONDAY + dt.timedelta(minutes=16), tick=False):
        assert api_for(trainer).post(url, {"was": "completed"}).status_code == 409


def test_a_time_that_is_taken_meanwhile_stays_taken(api_for: ApiFor, trainer: User, book: Book, tom: Client) -> None:
    session = book()
    mark_no_show(session_id=session.pk, by=trainer)
    book(client_ids=[tom.pk])
    answer = api_for(trainer).post(f"/api/v1/sessions/{session.pk}/reopening/", {"was": "no_show"})
    assert (answer.status_code, answer.json()["code"]) == (409, "double_booking")
    session.refresh_from_db()
    assert session.state == "no_show"


def test_who_is_late_is_started_with_one_tap(client_for: ClientFor, trainer: User, book: Book) -> None:
    session = book(starts_at=MONDAY - HOUR / 4)
    page = client_for(trainer).get("/").text
    assert "Late" in page
    assert page.count(f'action="/sessions/{session.pk}/start/"') == 2
    assert f'action="/sessions/{session.pk}/no-show/"' in page
    over = book(starts_at=MONDAY - 2 * HOUR)
    page = client_for(trainer).get("/").text
    assert f'action="/sessions/{over.pk}/completion/"' in page
