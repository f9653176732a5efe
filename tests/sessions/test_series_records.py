"""Series of clients who are made one, and of one who is forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from apps.clients.policies import Person
from apps.clients.services import merge_clients, undo_merge
from apps.sessions.models import SessionClient
from apps.sessions.series_records import ForgottenInSeries
from apps.sessions.services import Details
from apps.sessions.services.series import Wanted, book_series, extend_series
from tests.factories.clients import ClientFactory
from tests.sessions.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.accounts.models import User
    from apps.clients.models import Client

WEEK = timedelta(weeks=1)


@pytest.fixture(autouse=True)
def _friday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_series_goes_on_with_who_stays_after_a_merge(
    wanted: Wanted, trainer: User, owner: User, ines: Client
) -> None:
    twin = ClientFactory(first_name="Inês", trainer=trainer)
    series = book_series(replace(wanted, rule="FREQ=WEEKLY"), by=trainer)
    record = merge_clients(winner_id=twin.pk, loser_id=ines.pk, by=owner)
    assert [member.client_id for member in series.members.all()] == [twin.pk]
    with time_machine.travel(NOW + 2 * WEEK, tick=False):
        extend_series(series_id=series.pk)
    assert SessionClient.objects.filter(client=twin, session__series=series).count() == 28
    undo_merge(merge_id=record.pk, by=owner)
    assert [member.client_id for member in series.members.all()] == [ines.pk]


def test_who_is_forgotten_is_booked_no_more(wanted: Wanted, trainer: User, ines: Client) -> None:
    details = Details(title="Ines, knee", notes="Ines was told to rest")
    series = book_series(replace(wanted, rule="FREQ=WEEKLY", details=details), by=trainer)
    ForgottenInSeries().erase(Person(client_ids=[ines.pk], user_ids=[], words=["Ines"]))
    series.refresh_from_db()
    assert (series.title, series.notes, series.ended_at) == ("", "", NOW)
    assert not series.members.exists()
