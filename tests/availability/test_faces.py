"""Working hours on their pages and over the API."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
import time_machine

from apps.availability.models import TimeOff, WorkingHours
from apps.sessions.services import schedule_session
from tests.factories import UserFactory
from tests.sessions.conftest import HOUR, ines

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.counting import AssertQueries
    from tests.harness.people import ApiFor, ClientFor

__all__ = ["ines"]
pytestmark = pytest.mark.usefixtures("business")
NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
KEY = "01941f29-7c00-7246-86c3-b13803bb95ed"


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def hours(**changes: str) -> dict[str, str]:
    return {"version": "0", "time_zone": "", "monday-0-from": "09:00", "monday-0-until": "12:00", **changes}


def test_a_trainer_says_their_hours(client_for: ClientFor, trainer: User) -> None:
    browser = client_for(trainer)
    page = browser.get("/availability/")
    assert "Nothing said yet: bookable every day from 06:00 to 21:00." in page.text
    url = f"/team/{trainer.pk}/hours/"
    more = {"monday-1-from": "13:00", "monday-1-until": "00:00"}
    answer = browser.post(url, hours(**more), follow=True)
    assert "Working hours saved." in answer.text
    assert WorkingHours.objects.get().week == [[[540, 720], [780, 1440]], [], [], [], [], [], []]
    assert browser.post(url, hours(**{"monday-0-until": "08:00"})).status_code == 422
    answer = browser.post(url, hours(version="1", copy="yes"), follow=True)
    assert WorkingHours.objects.get().week == [[[540, 720]]] * 5 + [[], []]


def test_bad_hours_are_told_at_their_day_and_kept(client_for: ClientFor, trainer: User) -> None:
    browser = client_for(trainer)
    url = f"/team/{trainer.pk}/hours/"
    answer = browser.post(url, hours(**{"friday-0-from": "10:00"}))
    assert answer.status_code == 422
    assert "Give both times, or neither." in answer.text
    assert 'value="10:00"' in answer.text
    answer = browser.post(url, hours(**{"monday-0-until": "08:00"}))
    assert "The end comes after the start, on the same day." in answer.text
    browser.post(url, hours())
    answer = browser.post(url, hours(**{"monday-0-until": "11:00"}))
    assert "Somebody changed this while you were editing" in answer.text
    assert WorkingHours.objects.get().week[0] == [[540, 720]]


def test_time_off_says_what_is_booked_then_and_is_taken_back(
    client_for: ClientFor, trainer: User, owner: User, ines: Any
) -> None:
    schedule_session(by=trainer, trainer_id=trainer.pk, client_ids=[ines.pk], starts_at=NOW + 26 * HOUR, duration=HOUR)
    browser = client_for(trainer)
    body = {"key": KEY, "starts_on": "2027-03-02", "ends_on": "2027-03-02", "begins": "09:00", "reason": "Dentist"}
    answer = browser.post(f"/team/{trainer.pk}/time-off/", body, follow=True)
    assert "1 session is booked then. It stays: move or cancel it in the calendar." in answer.text
    assert "Dentist" in answer.text
    assert "09:00–00:00" in answer.text
    browser.post(f"/team/{trainer.pk}/time-off/", body)
    row = TimeOff.objects.get()
    assert (row.pk, row.from_minute, row.until_minute) == (UUID(KEY), 540, 1440)
    answer = browser.post(f"/time-off/{row.pk}/removal/", {"trainer": trainer.pk}, follow=True)
    assert "Taken back." in answer.text
    assert not TimeOff.objects.exists()
    assert browser.post("/availability/closures/", body).status_code == 403
    client_for(owner).post("/availability/closures/", body)
    assert TimeOff.objects.get().trainer_id is None


def test_the_page_does_not_grow(client_for: ClientFor, owner: User, assert_queries: AssertQueries) -> None:
    browser = client_for(owner)
    others = [UserFactory(role="trainer") for _ in range(5)]
    for number in range(1, 6):
        TimeOff.objects.create(trainer=others[0], starts_on=f"2027-03-0{number}", ends_on=f"2027-03-0{number}")
    browser.get("/availability/")
    with assert_queries("GET /team/<trainer>/availability/"):
        page = browser.get(f"/team/{others[0].pk}/availability/")
    assert page.status_code == 200


def test_hours_over_the_api(api_for: ApiFor, trainer: User, owner: User) -> None:
    api, url = api_for(trainer), f"/api/v1/availability/hours/{trainer.pk}/"
    usual = api.get(url)
    assert (usual.json()["is_usual"], usual["ETag"]) == (True, '"v0"')
    body = {"week": {"monday": [{"from": "09:00", "until": "24:00"}]}}
    answer = api.put(url, body, HTTP_IF_MATCH='"v0"')
    assert answer.json() == {
        "trainer": str(trainer.pk),
        "time_zone": "",
        "week": {
            "monday": [{"from": "09:00", "until": "24:00"}],
            **{day: [] for day in ("tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")},
        },
        "is_usual": False,
        "version": 1,
    }
    assert api.put(url, {"week": {}}, HTTP_IF_MATCH='"v0"').status_code == 412
    bad = api.put(url, {"week": {"monday": [{"from": "9", "until": "25:00"}]}})
    assert bad.status_code == 400
    assert api.put(f"/api/v1/availability/hours/{owner.pk}/", body).status_code == 403
    window = {"from": "2027-03-01T00:00:00Z", "to": "2027-03-03T00:00:00Z", "trainer": str(trainer.pk)}
    assert api.get("/api/v1/availability/open/", window).json() == [
        {
            "trainer": str(trainer.pk),
            "open": [{"starts_at": "2027-03-01T09:00:00Z", "ends_at": "2027-03-02T00:00:00Z"}],
        }
    ]
    assert api.get("/api/v1/availability/open/", window | {"to": "2027-06-03T00:00:00Z"}).status_code == 400


def test_time_off_over_the_api(api_for: ApiFor, trainer: User, owner: User) -> None:
    api, url = api_for(trainer), "/api/v1/availability/time-off/"
    made = api.post(url, {"starts_on": "2027-03-02", "until_time": "12:00", "reason": "Dentist"})
    assert made.status_code == 201
    assert {name: made.json()[name] for name in ("trainer", "ends_on", "from_time", "until_time", "reason")} == {
        "trainer": str(trainer.pk),
        "ends_on": "2027-03-02",
        "from_time": "00:00",
        "until_time": "12:00",
        "reason": "Dentist",
    }
    assert api.post(url, {"trainer": None, "starts_on": "2027-03-02"}).status_code == 403
    assert api_for(owner).post(url, {"trainer": None, "starts_on": "2027-12-24"}).json()["trainer"] is None
    assert [row["starts_on"] for row in api.get(url).json()["results"]] == ["2027-03-02", "2027-12-24"]
    assert api.delete(f"{url}{made.json()['id']}/").status_code == 204
    assert len(api.get(url).json()["results"]) == 1
