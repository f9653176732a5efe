"""The log of a session: acts come late, twice and in any order, and mean the same."""

from __future__ import annotations

import itertools
import random
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.clients.models import ClientNote
from apps.common.ids import uuid7
from apps.sessions.models import LoggedExercise, LoggedSet
from apps.sessions.services import cancel_session
from apps.sessions.services.log import add_exercise, apply_operations, log_set, read_operations
from apps.sessions.services.log.stamps import AHEAD, stamp_now
from apps.sessions.training import log_of
from tests.sessions.conftest import HOUR, MONDAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apps.accounts.models import User
    from apps.clients.models import Client
    from apps.sessions.models import TrainingSession
    from tests.harness.counting import AssertQueries
    from tests.harness.people import ApiFor, Machine
    from tests.sessions.conftest import Book

SQUAT, ROW = UUID(int=1), UUID(int=2)
SETS = [UUID(int=10 + number) for number in range(3)]
DAY = 24 * HOUR


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def session(book: Book) -> TrainingSession:
    return book()


@pytest.fixture
def send(session: TrainingSession, ines: Client, trainer: User) -> Callable[..., None]:
    def make(*operations: dict[str, Any]) -> None:
        read = read_operations(list(operations))
        apply_operations(session_id=session.pk, client_id=ines.pk, by=trainer, operations=read)

    return make


@pytest.fixture
def url(session: TrainingSession) -> str:
    return f"/api/v1/sessions/{session.pk}/log/"


@pytest.fixture
def api(api_for: ApiFor, trainer: User) -> Machine:
    return api_for(trainer)


def exercise(stamp: int, name: str = "Box squat", pk: UUID = SQUAT, **more: Any) -> dict[str, Any]:
    return {"op": "exercise", "id": str(pk), "stamp": stamp, "name": name, **more}


def one_set(stamp: int, number: int = 1, reps: int = 5, **more: Any) -> dict[str, Any]:
    pk, owner = more.pop("pk", SETS[number - 1]), more.pop("exercise", SQUAT)
    said = {"number": number, "reps": reps, "load_g": 82_500, **more}
    return {"op": "set", "id": str(pk), "exercise": str(owner), "stamp": stamp, **said}


def about(name: str, stamp: int, pk: UUID = SETS[0], owner: UUID | None = SQUAT) -> dict[str, Any]:
    return {"op": name, "id": str(pk), "stamp": stamp, **({"exercise": str(owner)} if owner else {})}


def state() -> list[Any]:
    """Return all that a log says, whatever the rows were made in."""
    exercises = LoggedExercise.objects.order_by("pk")
    sets = LoggedSet.objects.order_by("pk")
    return [
        *exercises.values_list("pk", "name", "measure", "note", "position", "is_deleted", "stamp"),
        *sets.values_list("pk", "exercise", "number", "reps", "load", "rpe", "note", "is_deleted", "stamp"),
    ]


def shown(session: TrainingSession, client: Client) -> list[tuple[str, list[int | None]]]:
    return [(one.name, [done.reps for done in one.sets.all()]) for one in log_of(session.pk, client.pk)]


def test_sets_are_logged(send: Callable[..., None], session: TrainingSession, ines: Client, trainer: User) -> None:
    send(exercise(1), one_set(2, rpe=8.5, note="Box  high"), one_set(3, 2, 4, kind="failure", side="left"))
    (first, second) = LoggedSet.objects.order_by("number")
    assert (first.reps, first.load, first.rpe, first.note, first.by) == (5, 82_500, Decimal("8.5"), "Box high", trainer)
    assert (second.kind, second.side, second.reps) == ("failure", "left", 4)
    assert shown(session, ines) == [("Box squat", [5, 4])]


def test_the_later_stamp_wins_and_a_deletion_wins_over_words(
    send: Callable[..., None], session: TrainingSession, ines: Client
) -> None:
    send(exercise(1), one_set(10, reps=5))
    send(one_set(9, reps=1))
    assert shown(session, ines) == [("Box squat", [5])]
    send(about("delete_set", 11), one_set(50, reps=8))
    assert shown(session, ines) == [("Box squat", [])]
    send(about("restore_set", 11))  # as old as the deletion: the deletion stays
    assert shown(session, ines) == [("Box squat", [])]
    send(about("restore_set", 12))
    assert shown(session, ines) == [("Box squat", [8])]


ACTS = st.lists(
    st.one_of(
        st.builds(
            lambda name, note: exercise(0, name, note=note),
            st.sampled_from(["Squat", "Row"]),
            st.text("ab", max_size=2),
        ),
        st.builds(lambda number, reps: one_set(0, number, reps), st.integers(1, 3), st.integers(0, 9)),
        st.builds(
            lambda name, number: about(name, 0, SETS[number]),
            st.sampled_from(["delete_set", "restore_set"]),
            st.integers(0, 2),
        ),
        st.builds(lambda name: about(name, 0, SQUAT, None), st.sampled_from(["delete_exercise", "restore_exercise"])),
        st.just({"op": "order", "id": str(ROW), "exercises": [str(ROW), str(SQUAT)]}),
    ),
    min_size=2,
    max_size=7,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS, seed=st.integers(0, 999))
def test_any_order_and_any_number_of_times_mean_the_same(send: Callable[..., None], acts: list[Any], seed: int) -> None:
    acts = [{**act, "stamp": number + 1} for number, act in enumerate(acts)]
    LoggedExercise.objects.all().delete()
    send(*acts)
    straight = state()
    LoggedExercise.objects.all().delete()
    dice = random.Random(seed)  # noqa: S311 - any order, not a secret
    mixed = dice.sample(acts, len(acts)) + dice.choices(acts, k=2)
    for batch in itertools.batched(mixed, 3):
        send(*batch)
    assert state() == straight


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        (one_set(1, reps=-1), "reps"),
        (one_set(1, reps=2_000), "reps"),
        (one_set(1, load_g=2_000_001), "load_g"),
        (one_set(1, rpe=8.3), "rpe"),
        (one_set(1, rpe="hard"), "rpe"),
        (one_set(1, kind="cluster"), "kind"),
        (one_set(1, note="n" * 501), "note"),
        (one_set(1, pk="x"), "id"),
        (one_set(0), "stamp"),
        ({**one_set(1), "reps": None, "load_g": None}, "reps"),
        ({**one_set(1), "number": 0}, "number"),
        (exercise(1, "  "), "name"),
        ({"op": "dance"}, "op"),
        ({"op": "observation", "id": str(ROW), "stamp": 1, "text": " "}, "text"),
    ],
)
def test_bad_acts_are_named_and_nothing_is_written(api: Machine, url: str, broken: dict[str, Any], field: str) -> None:
    answer = api.post(url, {"operations": [exercise(1), broken]})
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [f"operations.1.{field}"]
    assert state() == []


def test_a_clock_that_is_far_ahead_is_not_believed(api: Machine, url: str) -> None:
    assert api.post(url, {"operations": [exercise(stamp_now() + AHEAD + 1)]}).status_code == 400
    assert api.post(url, {"operations": [exercise(stamp_now() + AHEAD)]}).status_code == 200


def test_one_set_takes_few_queries(
    api: Machine, session: TrainingSession, ines: Client, trainer: User, assert_queries: AssertQueries
) -> None:
    pk = add_exercise(session_id=session.pk, client_id=ines.pk, by=trainer, values={"name": "Box squat"})
    address = f"/api/v1/sessions/{session.pk}/logged-sets/{uuid7()}/"
    body = {"exercise": str(pk), "number": 1, "reps": 5, "load_g": 82_500}
    with assert_queries("PUT a set"):
        assert api.put(address, body).status_code == 204
    assert api.put(address, {**body, "reps": 6}).status_code == 204
    assert shown(session, ines) == [("Box squat", [6])]
    assert api.delete(address).status_code == 204
    assert shown(session, ines) == [("Box squat", [])]
    assert api.post(f"{address}restoration/").status_code == 204
    assert api.put(address, {**body, "exercise": str(ROW)}).json()["errors"].keys() == {"exercise"}
    named = f"/api/v1/sessions/{session.pk}/logged-exercises/{pk}/"
    assert api.put(named, {"name": "Row", "position": "first"}).json()["errors"].keys() == {"position"}
    assert api.put(named, {"name": " "}).json()["errors"].keys() == {"name"}
    assert shown(session, ines) == [("Box squat", [6])]


def test_the_plan_is_what_was_done_last_time(
    api: Machine, book: Book, trainer: User, ines: Client, assert_queries: AssertQueries
) -> None:
    for weeks, title, name, reps in ((3, "A", "Bench", 8), (2, "B", "Box squat", 5), (1, "A", "Pull-up", 6)):
        earlier = book(starts_at=MONDAY - 7 * weeks * DAY, details=None)
        type(earlier).objects.filter(pk=earlier.pk).update(title=title)
        pk = add_exercise(session_id=earlier.pk, client_id=ines.pk, by=trainer, values={"name": name})
        for number in (1, 2):
            said = {"number": number, "reps": reps, "load_g": 80_000}
            log_set(session_id=earlier.pk, client_id=ines.pk, by=trainer, exercise_id=pk, values=said)
    session = book()
    type(session).objects.filter(pk=session.pk).update(title="B")
    url = f"/api/v1/sessions/{session.pk}/log/"
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


def test_an_observation_is_a_private_note_once(send: Callable[..., None], ines: Client, trainer: User) -> None:
    seen = {
        "op": "observation",
        "id": str(UUID(int=7)),
        "stamp": 3,
        "text": "Left knee caves in.",
        "about_health": True,
    }
    send(seen)
    send(seen)
    (note,) = ClientNote.objects.all()
    assert (note.client_id, note.author, note.body, note.about_health) == (
        ines.pk,
        trainer,
        "Left knee caves in.",
        True,
    )


def test_ids_of_another_log_are_refused(api: Machine, url: str, book: Book, tom: Client, trainer: User) -> None:
    other = book(starts_at=MONDAY + DAY, client_ids=[tom.pk])
    pk = add_exercise(session_id=other.pk, client_id=tom.pk, by=trainer, values={"name": "Row"})
    done = log_set(session_id=other.pk, client_id=tom.pk, by=trainer, exercise_id=pk, values={"number": 1, "reps": 3})
    before = state()
    for act in (exercise(9, "Mine", pk), one_set(9, exercise=pk), one_set(9, pk=done), about("delete_set", 9, done)):
        answer = api.post(url, {"operations": [exercise(1), act]})
        assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert state() == before


def test_a_cancelled_session_takes_no_log(api: Machine, url: str, session: TrainingSession, trainer: User) -> None:
    cancel_session(session_id=session.pk, by=trainer, cancelled_by="client")
    answer = api.post(url, {"operations": [exercise(1)]})
    assert (answer.status_code, answer.json()["detail"]) == (409, "A session that is cancelled takes no log.")
    assert state() == []


def test_a_group_says_whose_log(
    api_for: ApiFor, book: Book, trainer: User, ines: Client, tom: Client, client_user: User
) -> None:
    session = book(kind="group", client_ids=[ines.pk, tom.pk], starts_at=MONDAY + DAY)
    url = f"/api/v1/sessions/{session.pk}/log/"
    api = api_for(trainer)
    assert api.get(url).json()["errors"] == {"client": ["Say whose log: several clients have a place."]}
    assert api.post(url, {"operations": [exercise(1)], "client": str(tom.pk)}).status_code == 200
    type(tom).objects.filter(pk=tom.pk).update(user=client_user)
    own = api_for(client_user)
    assert [one["name"] for one in own.get(url).json()["exercises"]] == ["Box squat"]
    assert own.get(url, {"client": str(ines.pk)}).status_code == 404
    assert own.post(url, {"operations": [exercise(2)]}).status_code == 403
