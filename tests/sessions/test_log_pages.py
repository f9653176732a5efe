"""Logging a session by forms, as without scripts, and what the pages of the session then say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from uuid import uuid5

import pytest
import time_machine

from apps.clients.models import ClientNote
from apps.common.ids import uuid7
from apps.sessions.models import LoggedExercise, LoggedSet
from apps.sessions.services import start_session
from apps.sessions.services.log import add_exercise, log_set
from apps.sessions.training import log_of
from tests.sessions.conftest import HOUR, MONDAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.accounts.models import User
    from apps.clients.models import Client
    from apps.sessions.models import TrainingSession
    from tests.harness.counting import AssertQueries
    from tests.harness.people import Browser, ClientFor
    from tests.sessions.conftest import Book

WEEK = 7 * 24 * HOUR


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def session(book: Book, trainer: User, ines: Client) -> TrainingSession:
    """A running session of somebody who squatted twice a week ago."""
    earlier = book(starts_at=MONDAY - WEEK)
    pk = add_exercise(session_id=earlier.pk, client_id=ines.pk, by=trainer, values={"name": "Box squat"})
    for number, grams in ((1, 80_000), (2, 77_500)):
        said = {"number": number, "reps": 5, "load_g": grams}
        log_set(session_id=earlier.pk, client_id=ines.pk, by=trainer, exercise_id=pk, values=said)
    session = book()
    return start_session(session_id=session.pk, by=trainer)


@pytest.fixture
def browser(client_for: ClientFor, trainer: User) -> Browser:
    return client_for(trainer)


def url(session: TrainingSession, part: str = "") -> str:
    return f"/sessions/{session.pk}/log/{part}"


def sets(session: TrainingSession, client: Client) -> list[tuple[str, list[tuple[int | None, int | None]]]]:
    logged = log_of(session.pk, client.pk)
    return [(one.name, [(done.load, done.reps) for done in one.sets.all()]) for one in logged]


def planned(session: TrainingSession, client: Client, number: int) -> dict[str, str]:
    pk = uuid5(session.pk, f"{client.pk}:box squat:1")
    named = {"name": "Box squat", "measure": "load", "position": "0", "number": str(number)}
    return {"client": str(client.pk), "exercise": str(pk), "set": str(uuid5(pk, str(number))), **named}


def test_the_sheet_is_filled_in_from_last_time(
    browser: Browser, session: TrainingSession, assert_queries: AssertQueries
) -> None:
    with assert_queries("GET /sessions/<session>/log/"):
        page = browser.get(url(session)).text
    assert "80\N{NO-BREAK SPACE}\N{MULTIPLICATION SIGN}\N{NO-BREAK SPACE}5" in page
    assert page.count('name="load" value="80"') == 1
    assert page.count('name="load" value="77.5"') == 1
    assert page.count("set is-current") == 1
    assert '<option value="Box squat">' in page
    assert "tabbar" not in page


def test_a_planned_set_is_logged_once_and_deleted_with_undo(
    browser: Browser, session: TrainingSession, ines: Client
) -> None:
    sent = {**planned(session, ines, 1), "load": "82,5", "reps": "5", "rpe": "8.5", "kind": "work", "act": "log"}
    assert browser.post(url(session, "sets/"), sent).status_code == 302
    browser.post(url(session, "sets/"), sent)
    assert sets(session, ines) == [("Box squat", [(82_500, 5)])]
    page = browser.get(url(session)).text
    assert page.count("set is-done") == 1
    assert page.count('name="load" value="77.5"') == 1  # the second is still open
    page = browser.post(url(session, "sets/"), {**sent, "act": "delete"}, follow=True).text
    assert sets(session, ines) == [("Box squat", [])]
    (undo,) = re.findall(r'action="(/sessions/[^"]+/restoration/[^"]+)"', page)
    browser.post(undo.replace("&amp;", "&"))
    assert sets(session, ines) == [("Box squat", [(82_500, 5)])]


def test_pounds_are_typed_and_grams_are_kept(
    browser: Browser, session: TrainingSession, ines: Client, trainer: User
) -> None:
    trainer.weight_unit = "lb"
    trainer.save()
    browser.post(url(session, "sets/"), {**planned(session, ines, 1), "load": "185", "reps": "5", "act": "log"})
    assert sets(session, ines) == [("Box squat", [(83_915, 5)])]
    assert 'name="load" value="185"' in browser.get(url(session)).text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"load": "heavy", "reps": "5"}, "“heavy” is no number."),
        ({"load": "80", "reps": "5.5"}, "“5.5” is no number."),
        ({"load": "80", "reps": "2000"}, "A whole number from 0 to 1000, please."),
        ({"load": "-5", "reps": "5"}, "A whole number from 0 to 2000000, please."),
        ({"load": "", "reps": ""}, "Say what was done: reps, time or distance."),
        ({"load": "80", "reps": "5", "rpe": "11"}, "From 1 to 10 in half steps, please."),
    ],
)
def test_what_is_no_set_is_said_beside_it_and_nothing_is_written(
    browser: Browser, session: TrainingSession, ines: Client, typed: dict[str, str], words: str
) -> None:
    answer = browser.post(url(session, "sets/"), {**planned(session, ines, 2), **typed, "act": "log"})
    assert answer.status_code == 422
    assert words in answer.text
    assert f'name="load" value="{typed["load"]}"' in answer.text
    assert sets(session, ines) == []


def test_exercises_are_added_moved_noted_and_deleted(browser: Browser, session: TrainingSession, ines: Client) -> None:
    ids = [str(uuid7()), str(uuid7())]
    for pk, name, measure in ((ids[0], "Plank", "time"), (ids[1], "Sled push", "distance")):
        sent = {"exercise": pk, "name": name, "measure": measure, "position": "3", "act": "add"}
        browser.post(url(session, "exercises/"), sent)
        browser.post(url(session, "exercises/"), sent)
    assert [name for name, _sets in sets(session, ines)] == ["Plank", "Sled push"]
    done = {"exercise": ids[0], "set": str(uuid7()), "number": "1", "time": "1:05", "act": "log"}
    browser.post(url(session, "sets/"), done)
    browser.post(url(session, "exercises/"), {"exercise": ids[1], "act": "up"})
    assert [name for name, _sets in sets(session, ines)] == ["Sled push", "Plank"]
    noted = {"exercise": ids[0], "name": "Plank", "measure": "time", "note": "Knees off", "act": "note"}
    browser.post(url(session, "exercises/"), noted)
    assert LoggedExercise.objects.get(pk=ids[0]).note == "Knees off"
    assert LoggedSet.objects.get(pk=done["set"]).seconds == 65
    page = browser.post(url(session, "exercises/"), {"exercise": ids[0], "act": "delete"}, follow=True).text
    assert [name for name, _sets in sets(session, ines)] == ["Sled push"]
    (undo,) = re.findall(r'action="(/sessions/[^"]+/restoration/[^"]+)"', page)
    browser.post(undo.replace("&amp;", "&"))
    assert sets(session, ines)[1] == ("Plank", [(None, None)])
    assert browser.post(url(session, "exercises/"), {"exercise": str(uuid7()), "name": " "}).status_code == 422


def test_what_was_seen_is_noted_once_and_for_the_team_alone(
    browser: Browser, session: TrainingSession, ines: Client, client_for: ClientFor, client_user: User
) -> None:
    sent = {"id": str(uuid7()), "text": "Braces late.", "about_health": "on"}
    for _click in range(2):
        browser.post(url(session, "observations/"), sent)
    (note,) = ClientNote.objects.all()
    assert (note.client_id, note.body, note.about_health) == (ines.pk, "Braces late.", True)
    type(ines).objects.filter(pk=ines.pk).update(user=client_user)
    assert "Braces late." not in client_for(client_user).get(f"/sessions/{session.pk}/").text


def test_the_script_sends_acts_and_hears_what_is_there(
    browser: Browser, session: TrainingSession, ines: Client
) -> None:
    pk, done = str(uuid7()), str(uuid7())
    acts: list[dict[str, Any]] = [
        {"op": "set", "id": done, "exercise": pk, "stamp": 9, "number": 1, "reps": 8},
        {"op": "exercise", "id": pk, "stamp": 7, "name": "Row", "measure": "reps", "position": 4},
    ]
    send = url(session, f"operations/?client={ines.pk}")
    answer = browser.post(send, {"operations": acts}, content_type="application/json")
    assert [one["name"] for one in answer.json()["exercises"]] == ["Box squat", "Row"]
    assert sets(session, ines) == [("Row", [(None, 8)])]
    acts[0] |= {"reps": "many", "stamp": 10}
    answer = browser.post(send, {"operations": acts}, content_type="application/json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["operations.0.reps"])
    assert browser.post(send, "[", content_type="application/json").status_code == 400
    elsewhere = f"/sessions/{uuid7()}/log/operations/"
    assert browser.post(elsewhere, "[", content_type="application/json").status_code == 404


def test_the_client_reads_what_they_did(
    session: TrainingSession, ines: Client, trainer: User, client_for: ClientFor, client_user: User, browser: Browser
) -> None:
    pk = add_exercise(session_id=session.pk, client_id=ines.pk, by=trainer, values={"name": "Box squat"})
    for number in (1, 2):
        said = {"number": number, "reps": 5, "load_g": 82_500, "rpe": 8}
        log_set(session_id=session.pk, client_id=ines.pk, by=trainer, exercise_id=pk, values=said)
    words = "82.5\N{NO-BREAK SPACE}kg\N{NO-BREAK SPACE}\N{MULTIPLICATION SIGN}\N{NO-BREAK SPACE}5, RPE 8"
    assert f"{words}; {words}" in browser.get(f"/sessions/{session.pk}/").text
    type(ines).objects.filter(pk=ines.pk).update(user=client_user)
    own = client_for(client_user).get(f"/sessions/{session.pk}/").text
    assert f"{words}; {words}" in own
    assert f"/sessions/{session.pk}/log/" not in own
