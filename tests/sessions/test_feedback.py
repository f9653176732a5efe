"""How a session was: the client's own words stay, and pain is for who sees health."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from apps.activity.models import Activity
from apps.clients.policies import Person, erasure_policies, export_parts
from apps.clients.services import merge_clients
from apps.clients.services.merging import undo_merge
from apps.sessions.models import LoggedExercise, SessionFeedback, Task
from apps.sessions.services import complete_session
from apps.sessions.services.feedback import give_feedback
from apps.sessions.services.log import add_exercise, log_set
from apps.sessions.services.tasks import add_task
from tests.factories.clients import ClientFactory
from tests.sessions.conftest import HOUR, MONDAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.accounts.models import User
    from apps.clients.models import Client
    from apps.sessions.models import TrainingSession
    from tests.harness.people import ApiFor, ClientFor
    from tests.sessions.conftest import Book

PAIN: dict[str, Any] = {"has_pain": True, "pain_where": "Left knee", "pain_level": 3}


@pytest.fixture(autouse=True)
def _after_the_hour() -> Iterator[None]:
    with time_machine.travel(MONDAY + HOUR, tick=False):
        yield


@pytest.fixture
def session(book: Book, trainer: User, ines: Client, client_user: User) -> TrainingSession:
    type(ines).objects.filter(pk=ines.pk).update(user=client_user)
    return complete_session(session_id=book().pk, by=trainer)


def url(session: TrainingSession, *, api: bool = False) -> str:
    return f"{'/api/v1' if api else ''}/sessions/{session.pk}/feedback/"


def test_a_client_says_how_it_was(
    client_for: ClientFor, api_for: ApiFor, client_user: User, trainer: User, session: TrainingSession
) -> None:
    own = client_for(client_user)
    assert "How was it?" in own.get(f"/sessions/{session.pk}/").text
    sent = {"rating": "4", "effort": "8.5", "has_pain": "yes", "pain_where": "Left knee", "pain_level": "3"}
    assert own.post(url(session), {**sent, "words": "Good hour."}).status_code == 302
    feedback = SessionFeedback.objects.get()
    assert (feedback.rating, float(feedback.effort or 0), feedback.is_own, feedback.version) == (4, 8.5, True, 1)
    page = client_for(trainer).get(f"/sessions/{session.pk}/").text
    assert ("4 of 5" in page, "Left knee" in page, "Good hour." in page) == (True, True, True)
    event = Activity.objects.get(name="session.feedback_given")
    assert (event.payload["rating"], "knee" in str(event.payload), "Good" in str(event.payload)) == (4, False, False)
    refused = api_for(trainer).put(url(session, api=True), {"rating": 5})
    assert (refused.status_code, refused.json()["detail"]) == (
        409,
        "The client said it themselves; it stays as they said it.",
    )
    assert api_for(client_user).get(url(session, api=True)).json() == {
        "rating": 4,
        "effort": 8.5,
        **PAIN,
        "words": "Good hour.",
        "is_own": True,
        "version": 1,
    }


def test_a_trainer_says_it_for_them_until_they_do(
    api_for: ApiFor, trainer: User, client_user: User, session: TrainingSession
) -> None:
    first = api_for(trainer).put(url(session, api=True), {"rating": 3, **PAIN})
    assert (first.status_code, first.json()["is_own"]) == (200, False)
    own = api_for(client_user)
    assert own.put(url(session, api=True), {"rating": 5}, headers={"If-Match": '"v7"'}).status_code == 412
    second = own.put(
        url(session, api=True), {"rating": 5, "has_pain": False}, headers={"If-Match": first["ETag"]}
    ).json()
    assert (second["rating"], second["has_pain"], second["pain_where"], second["is_own"]) == (5, False, "", True)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"rating": 6}, "rating"),
        ({"effort": 8.3}, "effort"),
        ({"pain_level": 11, "has_pain": True}, "pain_level"),
        ({}, "rating"),
    ],
)
def test_what_cannot_be_is_named(
    api_for: ApiFor, client_user: User, session: TrainingSession, body: dict[str, Any], field: str
) -> None:
    answer = api_for(client_user).put(url(session, api=True), body)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert not SessionFeedback.objects.exists()


def test_the_front_desk_reads_no_pain(
    client_for: ClientFor, api_for: ApiFor, front_desk: User, trainer: User, session: TrainingSession
) -> None:
    api_for(trainer).put(url(session, api=True), {"rating": 3, **PAIN})
    assert "Left knee" not in client_for(front_desk).get(f"/sessions/{session.pk}/").text
    assert api_for(front_desk).get(url(session, api=True)).status_code == 403


def test_before_the_hour_there_is_nothing_to_say(
    api_for: ApiFor, client_user: User, book: Book, session: TrainingSession
) -> None:
    coming = book(starts_at=MONDAY + 5 * HOUR)
    assert api_for(client_user).put(url(coming, api=True), {"rating": 4}).status_code == 409


def marked(session: TrainingSession, client: Client, trainer: User) -> None:
    named: dict[str, Any] = {"session_id": session.pk, "client_id": client.pk, "by": trainer}
    pk = add_exercise(**named, values={"name": "Box squat", "note": "Ines likes it"})
    log_set(**named, exercise_id=pk, values={"number": 1, "reps": 5, "load_g": 82_500})
    give_feedback(**named, rating=4, **PAIN)
    add_task(by=trainer, text="Call Ines Carvalho", client=client.pk)


def test_a_merge_takes_it_along_and_back(session: TrainingSession, ines: Client, trainer: User, owner: User) -> None:
    marked(session, ines, trainer)
    winner = ClientFactory(trainer=trainer)
    record = merge_clients(winner_id=winner.pk, loser_id=ines.pk, by=owner)
    kinds: tuple[Any, ...] = (LoggedExercise, SessionFeedback, Task)
    assert [kind.objects.get().client_id for kind in kinds] == [winner.pk] * 3
    undo_merge(merge_id=record.pk, by=owner)
    assert [kind.objects.get().client_id for kind in kinds] == [ines.pk] * 3


def test_it_is_exported_and_forgotten(session: TrainingSession, ines: Client, trainer: User) -> None:
    marked(session, ines, trainer)
    other = add_task(by=trainer, text="Ask Ines Carvalho about her sister")
    (part,) = [part for part in export_parts() if part.name == "session_log"]
    tables = part.tables([ines.pk], is_own=True)
    assert [(row["exercise"], row["load_kg"], row["reps"]) for row in tables["logged_sets"]] == [("Box squat", 82.5, 5)]
    assert (tables["session_feedback"][0]["pain_where"], "tasks" in tables) == ("Left knee", False)
    assert [row["text"] for row in part.tables([ines.pk], is_own=False)["tasks"]] == ["Call Ines Carvalho"]
    (policy,) = [policy for policy in erasure_policies() if policy.name == "session_log"]
    erased = policy.erase(Person(client_ids=[ines.pk], user_ids=[], words=["Ines Carvalho"]))
    assert erased == {"logged exercises": 1, "feedback": 1, "tasks": 1}
    other.refresh_from_db()
    assert (list(Task.objects.all()), "Carvalho" in other.text) == ([other], False)
