"""The day over the API says what the page says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine

from apps.sessions.services import schedule_session, start_session
from tests.insights.test_home import NOON, old_client
from tests.sessions.conftest import HOUR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from apps.accounts.models import User
    from tests.harness.counting import AssertQueries
    from tests.harness.people import ApiFor


@pytest.fixture(autouse=True)
def _wednesday_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def book(trainer: User, hours: float, by: User | None = None) -> UUID:
    client = old_client(trainer, first_name="Ines", last_name="Day")
    session = schedule_session(
        by=by or trainer, trainer_id=trainer.pk, client_ids=[client.pk], starts_at=NOON + hours * HOUR, duration=HOUR
    )
    return session.pk


def test_a_working_day(api_for: ApiFor, trainer: User, assert_queries: AssertQueries) -> None:
    quiet = old_client(trainer, first_name="Quinn", last_name="Quiet")
    open_one, now, later = book(trainer, -2), book(trainer, -0.5), book(trainer, 3)
    start_session(session_id=now, by=trainer)
    machine = api_for(trainer)
    with assert_queries("GET /api/v1/today/"):
        answer = machine.get("/api/v1/today/")
    assert answer.status_code == 200
    day = answer.json()
    assert (day["date"], day["who"], day["current"]) == (NOON.date().isoformat(), "me", str(now))
    assert [session["id"] for session in day["sessions"]] == [str(open_one), str(now), str(later)]
    assert day["sessions"][2] == {
        "id": str(later),
        "title": "Ines Day",
        "trainer": str(trainer.pk),
        "starts_at": (NOON + 3 * HOUR).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "ends_at": (NOON + 4 * HOUR).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "state": "scheduled",
    }
    assert [session["id"] for session in day["unfinished"]] == [str(open_one)]
    assert day["quiet_clients"] == [{"id": str(quiet.pk), "full_name": "Quinn Quiet"}]
    assert day["active_clients"] == 4
    assert (len(day["weeks"]), day["weeks"][-1]["booked"]) == (8, 3)


@pytest.mark.parametrize(("who", "count"), [("", 1), ("?who=me", 1), ("?who=all", 2)])
def test_whose_day(who: str, count: int, api_for: ApiFor, manager: User, trainer: User) -> None:
    book(trainer, 1, by=manager)
    book(manager, 1)
    assert len(api_for(manager).get(f"/api/v1/today/{who}").json()["sessions"]) == count


def test_another_word_is_refused(api_for: ApiFor, trainer: User) -> None:
    assert api_for(trainer).get("/api/v1/today/?who=nobody").status_code == 400


def test_clients_have_no_such_day(api_for: ApiFor, client_user: User) -> None:
    assert api_for(client_user).get("/api/v1/today/").status_code == 403
