"""Merged and taken apart, erased, taken along, an import taken back: measurements go with their client."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from typing import TYPE_CHECKING

from apps.clients import policies
from apps.clients.policies import Person
from apps.clients.services import merge_clients, undo_merge
from apps.clients.services.taking_along import archive_of
from apps.progress.models import Measurement, MeasurementChange
from apps.progress.services import Reading, change_measurement, record_measurements
from tests.factories.clients import ClientFactory
from tests.harness.rows import every_row
from tests.progress.conftest import ago

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.clients.models import Client
    from tests.progress.conftest import Weigh


def test_merge_and_undo(anna: Client, owner: User, weigh: Weigh) -> None:
    ann = ClientFactory(first_name="Ann", last_name="Berg")
    weigh(81_700, days=1)
    readings = [Reading(metric="weight", value=80_000 + days, taken_on=ago(days)) for days in (0, 1, 2)]
    (first, _same_day, _last) = record_measurements(client_id=ann.pk, by=owner, readings=readings)
    change_measurement(measurement_id=first.pk, by=owner, value=79_500)
    tables = ("progress_measurement", "progress_measurement_change")
    before = {table: every_row()[table] for table in tables}
    policy = next(one for one in policies.merge_policies() if one.name == "progress")
    assert policy.consequences(loser=ann.pk, winner=anna.pk) == ["2 measurements move."]

    record = merge_clients(winner_id=anna.pk, loser_id=ann.pk, by=owner)

    rows = Measurement.objects.filter(client=anna).order_by("taken_on").values_list("value", flat=True)
    assert list(rows) == [80_002, 81_700, 79_500]
    assert MeasurementChange.objects.get().client_id == anna.pk
    undo_merge(merge_id=record.pk, by=owner)
    assert {table: every_row()[table] for table in tables} == before


def test_erasing_leaves_nothing_and_a_proof(anna: Client, trainer: User, weigh: Weigh) -> None:
    change_measurement(measurement_id=weigh(81_700).pk, by=trainer, value=80_000)
    policy = next(one for one in policies.erasure_policies() if one.name == "progress")
    assert policy.erase(Person(client_ids=[anna.pk], user_ids=[], words=[])) == {"measurements": 1}
    assert not Measurement.objects.exists()
    assert not MeasurementChange.objects.exists()


def test_who_was_measured_stays_when_an_import_is_taken_back(anna: Client, weigh: Weigh) -> None:
    other = ClientFactory()
    weigh(81_700)
    assert policies.held([anna.pk, other.pk]) == {anna.pk}


def test_the_export_says_kilograms(anna: Client, trainer: User, weigh: Weigh) -> None:
    change_measurement(measurement_id=weigh(81_725).pk, by=trainer, value=80_000)
    for is_own in (False, True):
        archive = zipfile.ZipFile(io.BytesIO(archive_of(anna, is_own=is_own)))
        (row,) = json.loads(archive.read("measurements.json"))
        said = (row["metric"], row["value"], row["unit"], row["taken_on"], row["by"])
        assert said == ("weight", "80", "kg", dt.date(2027, 3, 3).isoformat(), trainer.full_name)
        assert ("measurement_changes.json" in archive.namelist()) is not is_own
    (change,) = json.loads(zipfile.ZipFile(io.BytesIO(archive_of(anna))).read("measurement_changes.json"))
    assert (change["before"]["value"], change["after"]["value"]) == ("81.725", "80")
