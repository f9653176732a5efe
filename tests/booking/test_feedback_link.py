"""How a session was, said by a link in the mail: once, for two weeks, and it shows nothing of what was said."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from apps.booking.services import ask_for_feedback
from apps.clients.models import Client, ClientContact
from apps.common.errors import Conflict
from apps.sessions.models import SessionClient, SessionFeedback
from apps.sessions.services import complete_session
from apps.sessions.services.correcting import undo_slip
from apps.sessions.services.feedback import give_feedback
from apps.sessions.services.feedback_links import path_of_feedback
from tests.booking.conftest import NOON
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory
from tests.factories.sessions import SessionFactory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from apps.accounts.models import User
    from apps.sessions.models import TrainingSession
    from tests.harness.people import Browser, ClientFor
    from tests.harness.tasks import RunCommitHooks

HOUR = timedelta(hours=1)
SAID = {"rating": "4", "effort": "8.5", "has_pain": "yes", "pain_where": "Left knee", "words": "Good hour."}


@pytest.fixture(autouse=True)
def _after_the_hour(_monday: None) -> Iterator[None]:
    with time_machine.travel(NOON + HOUR, tick=False):
        yield


@pytest.fixture
def ann(trainer: User) -> Client:
    return ClientFactory(first_name="Ann", email="ann@mail.example", trainer=trainer)


@pytest.fixture
def session(business: Any, ann: Client, trainer: User) -> TrainingSession:
    return SessionFactory(trainer=trainer, clients=[ann], starts_at=NOON, ends_at=NOON + HOUR)


@pytest.fixture
def link(session: TrainingSession, trainer: User) -> str:
    complete_session(session_id=session.pk, by=trainer)
    return path_of_feedback(session.places.get())


def test_the_letter_asks_who_has_no_log_in_and_once(
    session: TrainingSession,
    trainer: User,
    owner: User,
    client_for: ClientFor,
    anonymous: Browser,
    run_commit_hooks: RunCommitHooks,
    celery_inline: list[str],
    mailoutbox: list[Any],
) -> None:
    assert client_for(owner).post("/booking/feedback/", {"wanted": "yes"}).status_code == 302
    app = ClientFactory(email="app@mail.example", user=UserFactory(role="client"))
    away = ClientFactory(email="away@mail.example")
    for client, attendance in ((app, "booked"), (away, "no_show")):
        times = {"starts_at": NOON, "ends_at": NOON + HOUR}
        SessionClient.objects.create(session=session, client=client, attendance=attendance, **times)
    with run_commit_hooks():
        complete_session(session_id=session.pk, by=trainer)
    with run_commit_hooks():
        undo_slip(session_id=session.pk, by=trainer, state="completed")
    with run_commit_hooks():
        complete_session(session_id=session.pk, by=trainer)
    (letter,) = mailoutbox
    assert (letter.to, letter.subject) == (
        [f"{session.places.get(client__first_name='Ann').client.full_name} <ann@mail.example>"],
        "How was it on Tue 2, 12:00?",
    )
    assert ClientContact.objects.get().letter == "session.completed"
    path = re.search(r"localhost(?::\d+)?(/feedback/\S+)", letter.body)[1]  # type: ignore[index] # it is there
    assert "How was it, Ann?" in anonymous.get(path).text


def test_nobody_is_asked_unasked_nor_days_later(
    session: TrainingSession,
    trainer: User,
    owner: User,
    run_commit_hooks: RunCommitHooks,
    celery_inline: list[str],
    mailoutbox: list[Any],
) -> None:
    other = SessionFactory(trainer=trainer, clients=[ClientFactory(email="b@mail.example")], starts_at=NOON + HOUR)
    with run_commit_hooks():
        complete_session(session_id=session.pk, by=trainer)
    ask_for_feedback(by=owner, wanted=True)
    with time_machine.travel(NOON + 60 * HOUR, tick=False), run_commit_hooks():
        complete_session(session_id=other.pk, by=trainer)
    assert mailoutbox == []


def test_it_is_said_once_and_never_shown(anonymous: Browser, link: str, ann: Client, trainer: User) -> None:
    give_feedback(
        session_id=SessionClient.objects.get().session_id, client_id=ann.pk, by=trainer, rating=2, words="Tired"
    )
    assert "Tired" not in anonymous.get(link).text
    assert anonymous.post(link, {}).status_code == 422
    for _again in range(2):
        assert anonymous.post(link, SAID)["Location"] == link
    anonymous.post(link, {**SAID, "rating": "1"})
    said = SessionFeedback.objects.get()
    assert (said.rating, said.pain_where, said.is_own, said.by) == (4, "Left knee", True, None)
    page = anonymous.get(link).text
    assert ("Thank you, noted" in page, "knee" in page, "Good hour" in page) == (True, False, False)
    with pytest.raises(Conflict, match="You have said how it was"):
        give_feedback(session_id=said.session_id, client_id=ann.pk, by=None, rating=1)


@pytest.mark.parametrize("end", ["late", "another text", "taken back", "archived"])
def test_the_link_ends(anonymous: Browser, link: str, session: TrainingSession, trainer: User, end: str) -> None:
    days = 15 if end == "late" else 0
    if end == "taken back":
        undo_slip(session_id=session.pk, by=trainer, state="completed")
    elif end == "archived":
        Client.objects.update(archived_at=NOON)
    elif end == "another text":
        link = f"{link[:-3]}x/"
    with time_machine.travel(NOON + timedelta(days=days, hours=1), tick=False):
        answer = anonymous.post(link, SAID)
    assert (answer.status_code, SessionFeedback.objects.count()) == (410, 0)
