"""Blood pressure: two numbers that are one value."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction

from apps.clients.services.taking_along import archive_of
from apps.common.errors import InvalidInput
from apps.progress.charts import SMALL, draw
from apps.progress.models import Measurement
from apps.progress.selectors import series_of
from apps.progress.services import (
    MeasuredAlready,
    Reading,
    change_measurement,
    delete_measurement,
    let_clients_log,
    record_measurements,
    restore_deleted,
)
from tests.progress.conftest import TODAY, ago

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.clients.models import Client
    from tests.harness.people import ApiFor, ClientFor

BOTH = "Blood pressure is two numbers, such as 120 and 80: give both."


def take(client: Client, by: User, upper: int, lower: int | None, days: int = 0, **more: Any) -> Measurement:
    reading = Reading(metric="blood_pressure", value=upper, diastolic=lower, taken_on=ago(days))
    (made,) = record_measurements(client_id=client.pk, by=by, readings=[reading], **more)
    return made


@pytest.mark.parametrize(
    ("upper", "lower", "said"),
    [
        (120, None, {"0.diastolic": [BOTH]}),
        (59, 40, {"0.value": ["Between 60\N{NO-BREAK SPACE}mmHg and 260\N{NO-BREAK SPACE}mmHg, please."]}),
        (120, 29, {"0.diastolic": ["Between 30\N{NO-BREAK SPACE}mmHg and 160\N{NO-BREAK SPACE}mmHg, please."]}),
        (90, 90, {"0.diastolic": ["The lower number is less than the upper one."]}),
        (80, 120, {"0.diastolic": ["The lower number is less than the upper one."]}),
    ],
)
def test_what_cannot_be(anna: Client, trainer: User, upper: int, lower: int | None, said: dict[str, list[str]]) -> None:
    with pytest.raises(InvalidInput) as refused:
        take(anna, trainer, upper, lower)
    assert (refused.value.fields, Measurement.objects.exists()) == (said, False)


def test_others_are_one_number_and_the_database_knows(anna: Client, trainer: User) -> None:
    with pytest.raises(InvalidInput) as refused:
        record_measurements(
            client_id=anna.pk, by=trainer, readings=[Reading(metric="waist", value=800, diastolic=70, taken_on=TODAY)]
        )
    assert refused.value.fields == {"0.diastolic": ["This measure is one number."]}
    one = take(anna, trainer, 118, 76)
    with pytest.raises(IntegrityError), transaction.atomic():
        Measurement.objects.filter(pk=one.pk).update(diastolic=118)


def test_a_day_has_one_pair_and_its_history(anna: Client, trainer: User) -> None:
    one = take(anna, trainer, 118, 76)
    assert take(anna, trainer, 118, 76).version == 1
    with pytest.raises(MeasuredAlready):
        take(anna, trainer, 118, 74)
    assert take(anna, trainer, 118, 74, replace=True).diastolic == 74
    with pytest.raises(InvalidInput) as refused:
        change_measurement(measurement_id=one.pk, by=trainer, value=70)
    assert set(refused.value.fields) == {"diastolic"}
    changed = change_measurement(measurement_id=one.pk, by=trainer, value=121, diastolic=80)
    assert (changed.value, changed.diastolic, changed.version) == (121, 80, 3)
    delete_measurement(measurement_id=one.pk, by=trainer)
    back = restore_deleted(measurement_id=one.pk, by=trainer)
    assert (back.value, back.diastolic) == (121, 80)
    archive = zipfile.ZipFile(io.BytesIO(archive_of(anna)))
    (row,) = json.loads(archive.read("measurements.json"))
    assert (row["value"], row["diastolic"], row["unit"]) == ("121", 80, "mmHg")
    befores = [change["before"] for change in json.loads(archive.read("measurement_changes.json"))]
    assert [was and was["diastolic"] for was in befores] == [76, 74, 80, None]


def test_clients_who_write_their_weight_alone_do_not(anna: Client, owner: User) -> None:
    assert anna.user
    let_clients_log(by=owner, what="weight")
    with pytest.raises(Exception, match="You can write down your weight here"):
        take(anna, anna.user, 118, 76)


def test_on_the_pages(anna: Client, trainer: User, client_for: ClientFor) -> None:
    desk, url = client_for(trainer), f"/clients/{anna.pk}/measurements/"
    for typed, words in (
        ({"blood_pressure": "120"}, BOTH),
        ({"blood_pressure_lower": "80"}, BOTH),
        ({"blood_pressure": "80", "blood_pressure_lower": "120"}, "The lower number is less than the upper one."),
        ({"blood_pressure": "high", "blood_pressure_lower": "80"}, "“high” is no number."),
    ):
        answer = desk.post(url, {"taken_on": TODAY.isoformat(), **typed})
        assert (answer.status_code, words in answer.text) == (422, True), typed
    take(anna, trainer, 124, 82, days=20)
    sent = {"taken_on": TODAY.isoformat(), "blood_pressure": "118", "blood_pressure_lower": "76"}
    assert desk.post(url, sent).status_code == 302
    clash = desk.post(url, sent | {"blood_pressure_lower": "70"})
    assert (clash.status_code, "118/76\N{NO-BREAK SPACE}mmHg is written down" in clash.text) == (409, True)
    page = desk.get(f"/clients/{anna.pk}/progress/").text
    assert "118/76\N{NO-BREAK SPACE}mmHg, 124/82\N{NO-BREAK SPACE}mmHg on" in page
    assert 'class="chart-band"' in page
    panel = desk.get(f"/clients/{anna.pk}/progress-panel/").text
    assert "118/76<small>mmHg</small>" in panel
    assert "\N{MINUS SIGN}6/\N{MINUS SIGN}6" in panel
    one = Measurement.objects.get(taken_on=TODAY)
    form = {"version": "1", "value": "119", "diastolic": "", "taken_on": TODAY.isoformat(), "note": ""}
    assert BOTH in desk.post(f"/measurements/{one.pk}/", form).text
    assert desk.post(f"/measurements/{one.pk}/", form | {"diastolic": "77"}).status_code == 302
    assert "118/76\N{NO-BREAK SPACE}mmHg" in desk.get(f"/measurements/{one.pk}/").text
    assert "119/77\N{NO-BREAK SPACE}mmHg" in desk.get(f"/clients/{anna.pk}/progress/entries/").text


def test_over_the_api(anna: Client, trainer: User, api_for: ApiFor) -> None:
    api, url = api_for(trainer), "/api/v1/measurements/"
    body = {"client": str(anna.pk), "metric": "blood_pressure", "value": 118, "diastolic": 76}
    assert api.post(url, body | {"diastolic": None}, format="json").json()["errors"] == {"diastolic": [BOTH]}
    assert list(api.post(url, body | {"unit": "kg"}, format="json").json()["errors"]) == ["unit"]
    made = api.post(url, body, format="json").json()
    assert (made["value"], made["diastolic"], made["unit"]) == (118, 76, "mmHg")
    changed = api.patch(f"{url}{made['id']}/", {"diastolic": 78}, format="json").json()
    assert (changed["value"], changed["diastolic"]) == (118, 78)
    (series,) = api.get(f"/api/v1/clients/{anna.pk}/progress/").json()
    assert (series["latest"]["value"], series["latest"]["diastolic"], series["unit"]) == (118, 78, "mmHg")


def test_a_band_runs_between_the_two(anna: Client, trainer: User) -> None:
    for days, (upper, lower) in enumerate([(118, 76), (124, 82)]):
        take(anna, trainer, upper, lower, days=days)
    (series,) = series_of(anna.pk)
    dots = [
        [(point.on, float(value)) for point in series.points for value in [getattr(point, name)]]
        for name in ("value", "diastolic")
    ]
    chart = draw(dots[0], lows=dots[1], since=ago(1), until=TODAY, least_span=20, box=SMALL)
    (left, right), (low_left, low_right) = (
        [tuple(map(float, part.split())) for part in line[1:].split("L")] for line in (chart.line, chart.low_line)
    )
    assert left[1] < low_left[1]  # further down is lower
    corners = [tuple(map(float, part.split())) for part in chart.band[1:-1].split("L")]
    assert corners == [left, right, low_right, low_left]
    assert (chart.end, chart.low_end) == (right, low_right)
    assert next(text for _y, text in chart.grid) == "60"
