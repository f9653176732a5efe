"""A trainer with clients, and bookings in a few words."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from apps.sessions.services import schedule_session
from apps.sessions.services.series import Wanted
from tests.factories.clients import ClientFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from apps.accounts.models import User
    from apps.clients.models import Client
    from apps.sessions.models import TrainingSession

type Book = Callable[..., TrainingSession]

MONDAY = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
NOW = datetime(2027, 2, 26, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def ines(trainer: User) -> Client:
    return ClientFactory(first_name="Ines", last_name="Carvalho", trainer=trainer)


@pytest.fixture
def tom(trainer: User) -> Client:
    return ClientFactory(first_name="Tom", last_name="Baker", trainer=trainer)


@pytest.fixture
def book(trainer: User, ines: Client) -> Book:
    """Book an hour of the trainer with Ines on Monday at nine, but for what is said otherwise."""

    def make(**changes: Any) -> TrainingSession:
        values = {
            "by": trainer,
            "trainer_id": trainer.pk,
            "client_ids": [ines.pk],
            "starts_at": MONDAY,
            "duration": HOUR,
        }
        return schedule_session(**{**values, **changes})

    return make


@pytest.fixture
def wanted(trainer: User, ines: Client) -> Wanted:
    """Six Mondays and Thursdays at nine in London; the clocks go forward on 28 March."""
    return Wanted(
        trainer_id=trainer.pk,
        client_ids=[ines.pk],
        rule="FREQ=WEEKLY;BYDAY=MO,TH;COUNT=12",
        first=date(2027, 3, 1),
        clock=time(9),
        zone=LONDON,
        duration=HOUR,
    )
