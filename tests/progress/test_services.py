"""Writing measurements down, correcting, deleting: what is kept and what is refused."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.activity.models import Activity
from apps.clients.services import archive_client
from apps.clients.services.intake.measures import MEASURES
from apps.common.errors import Conflict, IllegalTransition, InvalidInput, NotAllowed, NotFound, StaleVersion
from apps.progress.metrics import METRICS
from apps.progress.models import Measurement, MeasurementChange
from apps.progress.selectors import measurements_visible_to, series_of
from apps.progress.services import (
    MeasuredAlready,
    Reading,
    change_measurement,
    delete_measurement,
    let_clients_log,
    record_measurements,
    restore_measurement,
)
from tests.progress.conftest import TODAY, ago

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.clients.models import Client
    from tests.progress.conftest import Weigh


def test_all_or_nothing_with_reasons_by_reading(anna: Client, trainer: User) -> None:
    readings = [
        Reading(metric="weight", value=81_700, taken_on=TODAY),
        Reading(metric="waist", value=9, taken_on=TODAY),
        Reading(metric="ears", value=20, taken_on=TODAY),
        Reading(metric="hips", value=950, taken_on=TODAY + dt.timedelta(days=1), note="x" * 201),
        Reading(metric="weight", value=81_800, taken_on=TODAY),
    ]
    with pytest.raises(InvalidInput) as refused:
        record_measurements(client_id=anna.pk, by=trainer, readings=readings)
    assert set(refused.value.fields) == {"1.value", "2.metric", "3.taken_on", "3.note", "4.taken_on"}
    assert refused.value.fields["1.value"] == ["Between 30\N{NO-BREAK SPACE}cm and 250\N{NO-BREAK SPACE}cm, please."]
    assert not Measurement.objects.exists()
    assert not Activity.objects.filter(name="measurement.recorded").exists()


def test_the_same_again_changes_nothing_and_another_asks(anna: Client, trainer: User, weigh: Weigh) -> None:
    first = weigh(81_700)
    assert weigh(81_700).pk == first.pk
    with pytest.raises(MeasuredAlready) as clash:
        weigh(82_000)
    assert [row["id"] for row in clash.value.extra["existing"]] == [str(first.pk)]
    replaced = weigh(82_000, replace=True)
    assert (replaced.pk, replaced.value, replaced.version) == (first.pk, 82_000, 2)
    (change,) = MeasurementChange.objects.values("before__value", "after__value", "by")
    assert change == {"before__value": 81_700, "after__value": 82_000, "by": trainer.pk}
    assert Activity.objects.filter(name="measurement.recorded").count() == 2


def test_what_the_timeline_says_holds_no_numbers(anna: Client, trainer: User, weigh: Weigh) -> None:
    one = weigh(81_700)
    change_measurement(measurement_id=one.pk, by=trainer, value=81_300)
    delete_measurement(measurement_id=one.pk, by=trainer)
    told = list(Activity.objects.filter(name__startswith="measurement.").order_by("id"))
    assert [row.name for row in told] == ["measurement.recorded", "measurement.changed", "measurement.deleted"]
    assert all("817" not in str(row.payload) and "813" not in str(row.payload) for row in told)


def test_the_intake_is_the_first_point(began: Client, weigh: Weigh) -> None:
    weigh(82_000, days=10)
    weigh(83_000, days=100)  # measured again on the day of the intake: that counts
    weight, waist = series_of(began.pk)
    assert [(point.value, point.source) for point in weight.points] == [(83_000, "staff"), (82_000, "staff")]
    assert [(point.value, point.source, point.id) for point in waist.points] == [(900, "intake", None)]


def test_corrections_keep_what_it_was(trainer: User, weigh: Weigh) -> None:
    one, other = weigh(81_700), weigh(82_000, days=7)
    with pytest.raises(StaleVersion):
        change_measurement(measurement_id=one.pk, by=trainer, expected_version=9, value=80_000)
    with pytest.raises(InvalidInput) as taken:
        change_measurement(measurement_id=one.pk, by=trainer, taken_on=other.taken_on)
    assert set(taken.value.fields) == {"taken_on"}
    same = change_measurement(measurement_id=one.pk, by=trainer, expected_version=1, value=81_700)
    assert same.version == 1
    changed = change_measurement(measurement_id=one.pk, by=trainer, value=81_500, taken_on=ago(1), note="Slip")
    assert (changed.version, changed.value, changed.taken_on, changed.note) == (2, 81_500, ago(1), "Slip")
    assert MeasurementChange.objects.values_list("before__value", flat=True).get() == 81_700


def test_a_deletion_is_taken_back_once_and_not_over_another_value(trainer: User, weigh: Weigh) -> None:
    one = weigh(81_700)
    deletion = delete_measurement(measurement_id=one.pk, by=trainer, expected_version=1)
    with pytest.raises(NotFound):
        delete_measurement(measurement_id=one.pk, by=trainer)
    for _again in range(2):
        back = restore_measurement(change_id=deletion.pk, by=trainer)
    assert (back.pk, back.value, back.version, back.by) == (one.pk, 81_700, 2, trainer)
    deletion = delete_measurement(measurement_id=one.pk, by=trainer)
    weigh(80_000)
    with pytest.raises(Conflict):
        restore_measurement(change_id=deletion.pk, by=trainer)
    assert Measurement.objects.get().value == 80_000


def test_clients_write_their_own_as_far_as_they_may(anna: Client, owner: User, weigh: Weigh) -> None:
    user = anna.user
    assert user
    own = weigh(81_700, by=user)
    assert own.source == "client"
    teams = weigh(82_000, days=3)
    for act in (
        lambda: change_measurement(measurement_id=teams.pk, by=user, value=80_000),
        lambda: delete_measurement(measurement_id=teams.pk, by=user),
        lambda: weigh(80_000, days=3, by=user, replace=True),
    ):
        with pytest.raises(NotAllowed):
            act()
    let_clients_log(by=owner, what="weight")
    waist = [Reading(metric="waist", value=800, taken_on=TODAY)]
    with pytest.raises(NotAllowed):
        record_measurements(client_id=anna.pk, by=user, readings=waist)
    change_measurement(measurement_id=own.pk, by=user, value=81_600)
    let_clients_log(by=owner, what="nothing")
    with pytest.raises(NotAllowed):
        delete_measurement(measurement_id=own.pk, by=user)
    assert {row.value for row in Measurement.objects.all()} == {81_600, 82_000}


def test_who_sees_and_who_may(anna: Client, owner: User, trainer: User, front_desk: User, weigh: Weigh) -> None:
    one = weigh(81_700)
    assert list(measurements_visible_to(owner)) == [one]
    assert not measurements_visible_to(front_desk).exists()
    with pytest.raises(NotAllowed):
        weigh(80_000, days=1, by=front_desk)
    with pytest.raises(NotAllowed):
        let_clients_log(by=trainer, what="nothing")
    archive_client(client_id=anna.pk, by=owner)
    with pytest.raises(IllegalTransition):
        weigh(80_000, days=1, by=owner)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    acts=st.lists(
        st.tuples(st.sampled_from(["weight", "waist"]), st.integers(0, 2), st.integers(500, 520), st.booleans()),
        max_size=8,
    )
)
def test_a_day_has_one_value_and_none_is_lost(
    anna: Client, trainer: User, acts: list[tuple[str, int, int, bool]]
) -> None:
    Measurement.objects.all().delete()
    MeasurementChange.objects.all().delete()
    kept: dict[tuple[str, dt.date], int] = {}
    gone = 0
    for metric, days, number, replace in acts:
        value = number * (100 if metric == "weight" else 1)
        reading = Reading(metric=metric, value=value, taken_on=ago(days))
        key = (metric, reading.taken_on)
        if key in kept and kept[key] != value and not replace:
            with pytest.raises(MeasuredAlready):
                record_measurements(client_id=anna.pk, by=trainer, readings=[reading])
            continue
        gone += key in kept and kept[key] != value
        kept[key] = value
        record_measurements(client_id=anna.pk, by=trainer, readings=[reading], replace=replace)
    assert {(row.metric, row.taken_on): row.value for row in Measurement.objects.all()} == kept
    assert MeasurementChange.objects.count() == gone


def test_every_measure_of_the_intake_has_a_place() -> None:
    assert set(METRICS) - set(MEASURES) == {"blood_pressure"}
