"""Measurements over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apps.progress.models import Measurement
from apps.progress.services import delete_measurement
from tests.factories.clients import ClientFactory
from tests.progress.conftest import TODAY, ago

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.clients.models import Client
    from tests.harness.counting import AssertQueries
    from tests.harness.people import ApiFor
    from tests.progress.conftest import Weigh

URL = "/api/v1/measurements/"


def test_one_is_written_down_corrected_and_deleted(anna: Client, trainer: User, api_for: ApiFor) -> None:
    api, body = api_for(trainer), {"client": str(anna.pk), "metric": "weight", "value": 180.1, "unit": "lb"}
    made = api.post(URL, body, format="json")
    assert (made.status_code, made["ETag"]) == (201, '"v1"')
    row = made.json()
    assert (row["value"], row["unit"], row["taken_on"]) == (81.692, "kg", TODAY.isoformat())
    assert api.post(URL, body, format="json").json() == row
    clash = api.post(URL, body | {"value": 170}, format="json")
    assert (clash.status_code, clash.json()["code"]) == (409, "measured_already")
    assert [one["id"] for one in clash.json()["existing"]] == [row["id"]]
    one = f"{URL}{row['id']}/"
    changed = api.patch(one, {"value": 81.4}, format="json", headers={"If-Match": made["ETag"]})
    assert (changed.status_code, changed.json()["value"], changed["ETag"]) == (200, 81.4, '"v2"')
    assert api.patch(one, {"value": 81}, format="json", headers={"If-Match": made["ETag"]}).status_code == 412
    assert api.delete(one, headers={"If-Match": made["ETag"]}).status_code == 412
    assert api.delete(one, headers={"If-Match": changed["ETag"]}).status_code == 204
    assert api.get(one).status_code == 404
    for _again in range(2):
        back = api.post(f"{one}restoration/")
        assert (back.status_code, back.json()["value"], back.json()["version"]) == (200, 81.4, 3)
    assert api.delete(one).status_code == 204
    assert api.post(URL, body, format="json").status_code == 201
    assert api.post(f"{one}restoration/").status_code == 409
    assert api.post(f"{URL}{anna.pk}/restoration/").status_code == 404


def test_many_are_written_down_or_none(anna: Client, trainer: User, api_for: ApiFor) -> None:
    api = api_for(trainer)
    rows = [
        {"metric": "weight", "value": 82.4, "taken_on": ago(7).isoformat()},
        {"metric": "weight", "value": 8_170, "taken_on": TODAY.isoformat()},
    ]
    body = {"client": str(anna.pk), "measurements": rows}
    refused = api.post(f"{URL}bulk/", body, format="json")
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["measurements.1.value"])
    wrong_unit = api.post(f"{URL}bulk/", body | {"measurements": [rows[0] | {"unit": "cm"}]}, format="json")
    assert list(wrong_unit.json()["errors"]) == ["measurements.0.unit"]
    assert not Measurement.objects.exists()
    rows[1]["value"] = 81.7
    for _again in range(2):
        made = api.post(f"{URL}bulk/", body, format="json", headers={"Idempotency-Key": "bulk-1"})
        assert (made.status_code, [row["value"] for row in made.json()]) == (201, [82.4, 81.7])
    assert Measurement.objects.count() == 2


def test_lists_narrow_and_clients_have_their_own(
    anna: Client, owner: User, front_desk: User, weigh: Weigh, api_for: ApiFor, assert_queries: AssertQueries
) -> None:
    other = ClientFactory()
    assert anna.user
    own = api_for(anna.user)
    for days in (0, 8):
        weigh(81_000 + days, days=days)
    theirs = {"client": str(other.pk), "metric": "waist", "value": 80}
    stranger = api_for(owner).post(URL, theirs, format="json").json()
    with assert_queries("GET /api/v1/measurements/"):
        rows = api_for(owner).get(f"{URL}?ordering=-taken_on").json()["results"]
    assert len(rows) == 3
    narrowed = f"{URL}?client={anna.pk}&metric=weight&from={ago(3)}&to={TODAY}"
    assert [row["value"] for row in api_for(owner).get(narrowed).json()["results"]] == [81]
    assert len(own.get(URL).json()["results"]) == 2
    assert own.get(f"{URL}{stranger['id']}/").status_code == 404
    assert own.post(URL, theirs, format="json").status_code == 404
    assert own.post(URL, {"metric": "waist", "value": 80.5}, format="json").json()["source"] == "client"
    assert api_for(front_desk).get(URL).status_code == 403
    assert api_for(owner).post(URL, {"metric": "waist", "value": 80}, format="json").status_code == 400


def test_where_a_client_stands(began: Client, trainer: User, weigh: Weigh, api_for: ApiFor) -> None:
    one = weigh(81_700)
    weight, waist = api_for(trainer).get(f"/api/v1/clients/{began.pk}/progress/").json()
    assert weight == {
        "metric": "weight",
        "unit": "kg",
        "first": {"taken_on": ago(100).isoformat(), "value": 84.0, "diastolic": None, "id": None, "source": "intake"},
        "latest": {
            "taken_on": TODAY.isoformat(),
            "value": 81.7,
            "diastolic": None,
            "id": str(one.pk),
            "source": "staff",
        },
        "change": -2.3,
        "count": 2,
    }
    assert waist["latest"] == waist["first"]


def test_a_client_restores_their_own_and_nobody_elses(anna: Client, weigh: Weigh, api_for: ApiFor) -> None:
    assert anna.user
    own, teams = weigh(81_700, by=anna.user), weigh(82_000, days=1)
    api = api_for(anna.user)
    assert api.delete(f"{URL}{own.pk}/").status_code == 204
    assert api.post(f"{URL}{own.pk}/restoration/").json()["source"] == "client"
    delete_measurement(measurement_id=teams.pk, by=anna.trainer or anna.user)
    assert api.post(f"{URL}{teams.pk}/restoration/").status_code == 403
    assert [row["value"] for row in api.get(URL).json()["results"]] == [81.7]
