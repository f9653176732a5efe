"""The home page says what is true, and nothing that is not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from apps.insights.selectors import numbers_for, quiet_clients
from apps.sessions.models.states import CancelledBy, State
from apps.sessions.services import schedule_session, start_session
from apps.sessions.services.history import PastSession, record_past_sessions
from tests.factories.clients import ClientFactory
from tests.sessions.conftest import HOUR, MONDAY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from apps.accounts.models import User
    from apps.clients.models import Client
    from apps.common.business import BusinessRef
    from tests.harness.counting import AssertQueries
    from tests.harness.people import ClientFor

NOON = MONDAY.replace(day=3, hour=12)
"""A Wednesday."""
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _wednesday_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def past(
    trainer: User,
    client: Client,
    starts_at: datetime,
    state: State = State.COMPLETED,
    by: CancelledBy = CancelledBy.CLIENT,
) -> PastSession:
    return PastSession(
        trainer=trainer,
        client_ids=[client.pk],
        starts_at=starts_at,
        duration=HOUR,
        booked_at=starts_at - DAY,
        state=state,
        cancelled_by=by,
    )


def old_client(trainer: User, **values: object) -> Client:
    entered = NOON - 100 * DAY
    return ClientFactory(trainer=trainer, created_at=entered, member_since=entered.date(), **values)


def test_the_numbers_of_the_week(trainer: User) -> None:
    ines, tom = old_client(trainer), old_client(trainer)
    ClientFactory(trainer=trainer, member_since=NOON.date())
    record_past_sessions(
        [
            past(trainer, ines, MONDAY),
            past(trainer, ines, MONDAY + 2 * HOUR),
            past(trainer, tom, MONDAY + DAY, State.NO_SHOW),
            past(trainer, tom, MONDAY + DAY + 2 * HOUR, State.CANCELLED, CancelledBy.CLIENT),
            past(trainer, tom, MONDAY + DAY + 4 * HOUR, State.CANCELLED, CancelledBy.TRAINER),
            past(trainer, tom, MONDAY - 3 * DAY),
            past(trainer, tom, MONDAY - 70 * DAY),
        ]
    )
    schedule_session(by=trainer, trainer_id=trainer.pk, client_ids=[tom.pk], starts_at=NOON + 4 * HOUR, duration=HOUR)
    numbers = numbers_for(trainer, NOON.date())
    week = numbers.this_week
    assert (week.done, week.booked, week.missed, week.trained, week.joined) == (2, 5, 2, 1, 1)
    assert (week.attendance, numbers.attendance_change) == (50, -50)
    assert [other.done for other in numbers.weeks] == [0, 0, 0, 0, 0, 0, 1, 2]
    assert (numbers.active, numbers.clients) == (3, 3)


def test_who_is_at_risk(trainer: User) -> None:
    quiet, never = old_client(trainer, last_name="Quiet"), old_client(trainer, last_name="Never")
    lately, booked = old_client(trainer), old_client(trainer)
    old_client(trainer, status="inactive")
    ClientFactory(trainer=trainer, member_since=(NOON - 5 * DAY).date())
    record_past_sessions(
        [
            past(trainer, quiet, NOON - 20 * DAY),
            past(trainer, quiet, NOON - 3 * DAY, State.NO_SHOW),
            past(trainer, lately, NOON - 13 * DAY),
            past(trainer, booked, NOON - 30 * DAY),
        ]
    )
    schedule_session(by=trainer, trainer_id=trainer.pk, client_ids=[booked.pk], starts_at=NOON + DAY, duration=HOUR)
    assert [client.last_name for client in quiet_clients(trainer, NOON)] == ["Quiet", "Never"]
    assert never.pk in {client.pk for client in quiet_clients(trainer, NOON)}


def test_a_working_day(client_for: ClientFor, trainer: User, assert_queries: AssertQueries) -> None:
    people = [old_client(trainer, first_name=name, last_name="Day") for name in ("Early", "Now", "Later", "Open")]
    record_past_sessions([past(trainer, people[0], NOON - 4 * HOUR)])
    for client, start in ((people[3], NOON - 2 * HOUR), (people[1], NOON - HOUR / 2), (people[2], NOON + 3 * HOUR)):
        session = schedule_session(
            by=trainer, trainer_id=trainer.pk, client_ids=[client.pk], starts_at=start, duration=HOUR
        )
        if client is people[1]:
            start_session(session_id=session.pk, by=trainer)
    browser = client_for(trainer)
    with assert_queries("home"):
        page = browser.get("/")
    html = page.content.decode()
    assert "4 sessions, 4 h booked, free from 12:30 to 15:00" in html
    assert "1 done, 1 now, 2 to go" in html
    assert "<h2>Now Day</h2>" in html
    assert "<b data-now-time>30 min</b><span data-now-note>left</span>" in html
    assert "pct-50" in html
    assert "2 h 30 min free" in html
    assert "?start=2027-03-03T12:30" in html
    assert html.count("Open Day") == 2  # in the day, and to finish
    assert "/sessions/new/" in html


def test_a_new_business_is_shown_its_first_steps(client_for: ClientFor, owner: User) -> None:
    html = client_for(owner).get("/").content.decode()
    assert "Add your first client" in html
    assert "Book a session" in html
    assert 'class="stats"' not in html
    ClientFactory()
    assert 'aria-label="Done"' in client_for(owner).get("/").content.decode()


def test_a_client_sees_a_page_of_their_own(client_for: ClientFor, client_user: User, trainer: User) -> None:
    record_past_sessions([past(trainer, old_client(trainer, last_name="Secret"), NOON - DAY)])
    html = client_for(client_user).get("/").content.decode()
    assert "Ask your trainer to link it" in html
    assert "Secret" not in html
    assert 'class="stats"' not in html


def test_a_trainer_does_not_see_a_colleagues_day(client_for: ClientFor, trainer: User, owner: User) -> None:
    record_past_sessions([past(owner, old_client(owner, last_name="Secret"), NOON - 2 * HOUR)])
    record_past_sessions([past(trainer, old_client(trainer), NOON - 2 * HOUR)])
    for who in ("", "all"):
        assert "Secret" not in client_for(trainer).get("/", {"who": who}).content.decode()
    assert "Secret" in client_for(owner).get("/", {"who": "all"}).content.decode()


def test_strangers_are_sent_to_log_in(business: BusinessRef, anonymous: object) -> None:
    page = anonymous.get("/")  # type: ignore[attr-defined] # a Browser
    assert page.status_code == 302
    assert page["Location"].startswith("/accounts/login/")
