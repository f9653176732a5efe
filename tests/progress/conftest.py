"""A client with a log-in who was measured at the intake, and recording in a few words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.utils import timezone

from apps.accounts.roles import Role
from apps.clients.services.intake.filling import Filler
from apps.clients.services.intake.measures import save_measures
from apps.progress.services import Reading, record_measurements
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apps.accounts.models import User
    from apps.clients.models import Client
    from apps.progress.models import Measurement

type Weigh = Callable[..., Measurement]

NOON = dt.datetime(2027, 3, 3, 12, 0, tzinfo=dt.UTC)
TODAY = NOON.date()


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


@pytest.fixture(autouse=True)
def _wednesday_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False), timezone.override("UTC"):
        yield


@pytest.fixture
def anna(trainer: User) -> Client:
    return ClientFactory(first_name="Anna", last_name="Berg", trainer=trainer, user=UserFactory(role=Role.CLIENT))


@pytest.fixture
def began(anna: Client, trainer: User) -> Client:
    """Anna, who began with 84 kg and a waist of 90 cm a hundred days ago."""
    filler = Filler.signed_in(trainer)
    save_measures(client_id=anna.pk, filler=filler, values={"weight": 84_000, "waist": 900}, measured_on=ago(100))
    return anna


@pytest.fixture
def weigh(anna: Client, trainer: User) -> Weigh:
    """Write down a weight of Anna's in grams, by the trainer and today, but for what is said otherwise."""

    def make(value: int, days: int = 0, by: User | None = None, *, replace: bool = False) -> Measurement:
        reading = Reading(metric="weight", value=value, taken_on=ago(days))
        (made,) = record_measurements(client_id=anna.pk, by=by or trainer, readings=[reading], replace=replace)
        return made

    return make
