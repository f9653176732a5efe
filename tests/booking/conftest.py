"""A business whose clients book themselves, and what they can book."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.core.cache import cache

from apps.booking.services import save_bookable
from apps.sessions.services import change_booking_rules
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.accounts.models import User
    from apps.booking.models import BookableType
    from apps.clients.models import Client

NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)  # a Monday
NOON = datetime(2027, 3, 2, 12, 0, tzinfo=UTC)
KEY = "01941f29-7c00-7246-86c3-b13803bb95ed"


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def _nobody_has_tried(db: Any) -> None:
    """Rate limits of one test do not count in the next."""
    cache.clear()


@pytest.fixture
def open_business(business: Any, owner: User) -> Any:
    change_booking_rules(by=owner, changes={"self_booking": True, "slot_step_minutes": 60})
    return business


@pytest.fixture
def first_hour(open_business: Any, owner: User, trainer: User) -> BookableType:
    values = {"name": "First session", "kind": "personal", "minutes": 60, "price": "£55"}
    return save_bookable(by=owner, values={**values, "trainer_ids": [str(trainer.pk)]})


@pytest.fixture
def ines(trainer: User) -> Client:
    """A client with a log-in."""
    user = UserFactory(role="client", email="ines@mail.example", full_name="Ines Carvalho")
    return ClientFactory(
        first_name="Ines", last_name="Carvalho", email="ines@mail.example", trainer=trainer, user_id=user.pk
    )
