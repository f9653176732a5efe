"""Sessions of last year, written at once and each at its own time."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.activity.models import Activity
from apps.activity.selectors import timeline_of_client
from apps.common.errors import InvalidInput
from apps.sessions.models import TrainingSession
from apps.sessions.models.states import State
from apps.sessions.services.history import PastSession, record_past_sessions
from tests.sessions.conftest import HOUR

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.clients.models import Client

START = datetime(2025, 1, 6, 9, 0, tzinfo=UTC)


def past(trainer: User, client: Client, number: int, **changes: object) -> PastSession:
    starts_at = START + number * 5 * HOUR
    values = {"booked_at": starts_at - timedelta(days=2), "state": list(State)[2:][number % 3], "starts_at": starts_at}
    return PastSession(trainer=trainer, client_ids=[client.pk], duration=HOUR, **{**values, **changes})  # type: ignore[arg-type] # made in the line above


def test_each_stands_at_its_own_time(trainer: User, ines: Client) -> None:
    done, cancelled, missed = record_past_sessions([past(trainer, ines, number) for number in range(3)])
    assert [row.state for row in (done, cancelled, missed)] == ["completed", "cancelled", "no_show"]
    assert done.completed_at == START + HOUR
    assert cancelled.cancelled_at == cancelled.starts_at - timedelta(hours=3)
    timeline = [(row.name, row.at) for row in timeline_of_client(ines.pk)]
    assert timeline == sorted(timeline, key=lambda pair: pair[1], reverse=True)
    assert len(timeline) == 6
    assert Activity.objects.filter(delivered_at=None).count() == 0


def test_a_year_is_written_in_seconds_and_few_queries(trainer: User, ines: Client) -> None:
    told = [past(trainer, ines, number) for number in range(1500)]
    start = time.process_time()
    with CaptureQueriesContext(connection) as queries:
        record_past_sessions(told)
    assert time.process_time() - start < 3
    assert len(queries) < 25
    assert TrainingSession.objects.count() == 1500


@pytest.mark.parametrize("changes", [{"state": State.SCHEDULED}, {"starts_at": datetime(2099, 1, 1, tzinfo=UTC)}])
def test_what_is_not_over_is_refused(trainer: User, ines: Client, changes: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        record_past_sessions([past(trainer, ines, 0), past(trainer, ines, 1, **changes)])
    assert not TrainingSession.objects.exists()
