"""Somebody books for a client while they are made part of another: no hour is left with a record that is gone."""

from __future__ import annotations

import datetime as dt
from functools import partial
from time import sleep
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.utils import timezone

from apps.accounts.roles import Role
from apps.clients.services import merge_clients
from apps.common.errors import DomainError
from apps.sessions.models import SessionClient
from apps.sessions.services import booking, schedule_session
from tenants.registry.context import enter_business
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory
from tests.harness.races import at_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from apps.common.business import BusinessRef

ROUNDS = 4
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def _lingering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the merge time between seeing that the client may be booked and booking them."""
    look = booking.find_clients  # type: ignore[attr-defined] # a name the module uses

    def linger(*args: Any, **options: Any) -> Any:
        found = look(*args, **options)
        sleep(0.1)
        return found

    monkeypatch.setattr(booking, "find_clients", linger)


def inside(business: BusinessRef, act: Callable[..., object], **options: Any) -> str:
    """Do it in a thread, and return why not."""
    with enter_business(business):
        try:
            act(**options)
        except DomainError as error:
            return error.message
        finally:
            connection.close()
    return ""


@pytest.mark.usefixtures("_lingering")
@pytest.mark.django_db(transaction=True)
def test_a_booking_goes_along_or_is_refused(both_businesses: dict[str, BusinessRef]) -> None:
    business = both_businesses["demo-gym"]
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + 24 * HOUR
    with enter_business(business):
        by, trainer = UserFactory(role=Role.OWNER), UserFactory(role=Role.TRAINER)
        winner = ClientFactory()
        losers = ClientFactory.create_batch(ROUNDS)
    for number, loser in enumerate(losers):
        at = start + number * 2 * HOUR
        pair = {"winner_id": winner.pk, "loser_id": loser.pk}
        hour = {"trainer_id": trainer.pk, "client_ids": [loser.pk], "starts_at": at, "duration": HOUR}
        merged, booked = at_once(
            partial(inside, business, merge_clients, by=by, **pair),
            partial(inside, business, schedule_session, by=by, **hour),
        )
        assert merged == ""
        with enter_business(business):
            places = list(SessionClient.objects.filter(session__starts_at=at).values_list("client", flat=True))
            assert places == ([] if booked else [winner.pk]), booked
