"""What the sheet of an open session is filled in from."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid5

import pytest
import time_machine

from apps.sessions.services.log import add_exercise, log_set
from tests.sessions.conftest import HOUR, MONDAY
from tests.sessions.test_log import about, exercise, one_set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.accounts.models import User
    from apps.clients.models import Client
    from apps.sessions.models import TrainingSession
    from tests.harness.counting import AssertQueries
    from tests.harness.people import ApiFor
    from tests.sessions.conftest import Book

DAY = 24 * HOUR


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def session(book: Book, trainer: User, ines: Client) -> TrainingSession:
    """Book a day B after three sessions that were logged: A, B, A."""
    for weeks, title, name, reps in ((3, "A", "Bench", 8), (2, "B", "Box squat", 5), (1, "A", "Pull-up", 6)):
        earlier = book(starts_at=MONDAY - 7 * weeks * DAY, details=None)
        type(earlier).objects.filter(pk=earlier.pk).update(title=title)
        pk = add_exercise(session_id=earlier.pk, client_id=ines.pk, by=trainer, values={"name": name})
        for number in (1, 2):
            said = {"number": number, "reps": reps, "load_g": 80_000}
            log_set(session_id=earlier.pk, client_id=ines.pk, by=trainer, exercise_id=pk, values=said)
    session = book()
    type(session).objects.filter(pk=session.pk).update(title="B")
    return session


def test_the_plan_is_what_was_done_last_time(
    api_for: ApiFor, session: TrainingSession, trainer: User, ines: Client, assert_queries: AssertQueries
) -> None:
    api, url = api_for(trainer), f"/api/v1/sessions/{session.pk}/log/"
    with assert_queries("GET /api/v1/sessions/<session>/log/"):
        sheet = api.get(url).json()
    (squat,) = sheet["exercises"]
    planned = uuid5(session.pk, f"{ines.pk}:box squat:1")
    assert (squat["id"], squat["name"], squat["is_planned"]) == (str(planned), "Box squat", True)
    assert [one["id"] for one in squat["sets"]] == [str(uuid5(planned, "1")), str(uuid5(planned, "2"))]
    assert squat["sets"][0] == {
        "id": str(uuid5(planned, "1")),
        "number": 1,
        "is_done": False,
        "kind": "work",
        "reps": 5,
        "load_g": 80_000,
        "rpe": None,
        "seconds": None,
        "distance_mm": None,
        "side": "",
        "note": "",
        "last": {
            "kind": "work",
            "reps": 5,
            "load_g": 80_000,
            "rpe": None,
            "seconds": None,
            "distance_mm": None,
            "side": "",
            "note": "",
        },
    }
    acts = [exercise(5, pk=planned), one_set(6, pk=uuid5(planned, "1"), exercise=planned, reps=4)]
    (squat,) = api.post(url, {"operations": acts}).json()["exercises"]
    assert [(one["is_done"], one["reps"]) for one in squat["sets"]] == [(True, 4), (False, 5)]
    acts = [about("delete_set", 7, uuid5(planned, "2"), planned)]
    (squat,) = api.post(url, {"operations": acts}).json()["exercises"]
    assert [(one["is_done"], one["reps"]) for one in squat["sets"]] == [(True, 4)]
