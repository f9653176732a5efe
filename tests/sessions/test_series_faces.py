"""Series over the API and by hand."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from apps.availability.services import add_time_off, set_hours
from apps.common.ids import uuid7
from apps.sessions.models import Series, TrainingSession
from tests.sessions.conftest import HOUR, MONDAY, NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.accounts.models import User
    from apps.clients.models import Client
    from tests.harness.counting import AssertQueries
    from tests.harness.people import ApiFor, ClientFor
    from tests.sessions.conftest import Book

SERIES = "/api/v1/series/"
WEEK = timedelta(weeks=1)


@pytest.fixture(autouse=True)
def _friday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def asked(trainer: User, client: Client, **changes: Any) -> dict[str, Any]:
    values = {
        "clients": [str(client.pk)],
        "trainer": str(trainer.pk),
        "rule": "FREQ=WEEKLY;BYDAY=MO;COUNT=4",
        "starts_on": "2027-03-01",
        "time": "09:00",
        "title": "Lower strength",
    }
    return {**values, **changes}


def typed(trainer: User, client: Client, **changes: Any) -> dict[str, Any]:
    values = {
        "key": str(uuid7()),
        "clients": [str(client.pk)],
        "trainer": str(trainer.pk),
        "date": "2027-03-01",
        "time": "09:00",
        "length": "60",
        "kind": "personal",
        "repeat": "weekly",
        "interval": "1",
        "days": ["0", "3"],
        "ends": "count",
        "times": "12",
    }
    return {**values, **changes}


def test_a_series_over_the_api(api_for: ApiFor, trainer: User, ines: Client, book: Book, tom: Client) -> None:
    api = api_for(trainer)
    taken = book(client_ids=[tom.pk], starts_at=MONDAY + WEEK)
    seen = api.post(f"{SERIES}preview/", asked(trainer, ines)).json()
    assert (seen["repeats"], seen["total"], seen["count"]) == ("Every week on Mon, 4 times", 4, 4)
    assert [bool(row["clash"]) for row in seen["dates"]] == [False, True, False, False]
    refused = api.post(SERIES, asked(trainer, ines))
    assert (refused.status_code, refused.json()["code"]) == (409, "series_clash")
    assert [row["date"] for row in refused.json()["clashes"]] == ["2027-03-08"]
    made = api.post(SERIES, asked(trainer, ines, exceptions=["2027-03-08"]))
    assert made.status_code == 201, made.data
    series = made.json()
    assert (series["clients"], series["time"], series["exceptions"]) == ([str(ines.pk)], "09:00", ["2027-03-08"])
    sessions = api.get("/api/v1/sessions/", {"series": series["id"]}).json()["results"]
    assert [row["starts_at"] for row in sessions] == [
        "2027-03-01T09:00:00Z",
        "2027-03-15T09:00:00Z",
        "2027-03-22T09:00:00Z",
    ]
    change = {"scope": "following", "session": sessions[1]["id"], "starts_at": "2027-03-16T10:00:00Z"}
    rest = api.patch(f"{SERIES}{series['id']}/", change).json()
    assert rest["id"] != series["id"]
    assert rest["rule"] == "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270323T235959Z"
    again = api.patch(f"{SERIES}{rest['id']}/", {"title": "Upper"}, headers={"If-Match": '"v9"'})
    assert again.status_code == 412
    ended = api.post(f"{SERIES}{rest['id']}/cancellation/", {"scope": "all", "by": "client", "reason": "Moves away"})
    assert ended.json()["ended_at"] == "2027-02-26T12:00:00Z"
    open_ones = TrainingSession.objects.filter(state="scheduled").order_by("starts_at")
    assert [session.starts_at for session in open_ones] == [MONDAY, taken.starts_at]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rule": "FREQ=YEARLY"}, "rule"),
        ({"rule": "FREQ=DAILY;COUNT=10000"}, "rule"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"clients": []}, "clients"),
    ],
)
def test_what_the_api_refuses(
    api_for: ApiFor, trainer: User, ines: Client, changes: dict[str, Any], field: str
) -> None:
    refused = api_for(trainer).post(SERIES, asked(trainer, ines, **changes))
    assert refused.status_code == 400
    assert list(refused.json()["errors"]) == [field]
    assert not Series.objects.exists()


def test_a_series_by_hand(
    client_for: ClientFor, trainer: User, ines: Client, tom: Client, book: Book, assert_queries: AssertQueries
) -> None:
    browser = client_for(trainer)
    book(client_ids=[tom.pk], starts_at=MONDAY + WEEK)
    body = typed(trainer, ines)
    with assert_queries("POST /sessions/new/, dates of a series"):
        seen = browser.post("/sessions/new/", body)
    assert "Every week on Mon, Thu, 12 times. 12 sessions in all." in seen.text
    assert "Book 11, leave out what is taken" in seen.text
    assert not Series.objects.exists()
    agreed = {**body, "agreed": "yes", "skip": "2027-03-08"}
    taken = browser.post("/sessions/new/", {**agreed, "skip": ""})
    assert taken.status_code == 409
    assert "Nothing is booked yet" in taken.text
    for _click in range(2):
        booked = browser.post("/sessions/new/", agreed)
    series = Series.objects.get()
    assert booked["Location"] == f"/series/{series.pk}/"
    assert series.sessions.count() == 11
    with assert_queries("GET /series/<series>/"):
        page = browser.get(f"/series/{series.pk}/")
    assert "Every week on Mon, Thu, 12 times" in page.text
    assert "Mon 8" in page.text
    session = series.sessions.order_by("starts_at")[2]
    with assert_queries("session, of a series"):
        facts = browser.get(f"/sessions/{session.pk}/").text
    assert f'href="/series/{series.pk}/"' in facts
    assert "Series booked: Every week on Mon, Thu, 12 times, 11 sessions so far" in facts
    move = {"date": "2027-03-11", "time": "11:00", "length": "60", "scope": "following"}
    browser.post(f"/sessions/{session.pk}/move/", move)
    session.refresh_from_db()
    assert (session.starts_at, session.series_id == series.pk) == (MONDAY.replace(day=11, hour=11), False)
    off = {"scope": "all", "by": "client", "reason": "Moves away"}
    browser.post(f"/sessions/{session.pk}/cancellation/", off)
    assert TrainingSession.objects.filter(series=session.series_id, state="scheduled").count() == 0
    assert TrainingSession.objects.filter(series=series, state="scheduled").count() == 2


def test_bad_input_is_said_at_the_field_and_what_was_typed_stays(
    client_for: ClientFor, trainer: User, ines: Client
) -> None:
    browser = client_for(trainer)
    wrong = browser.post("/sessions/new/", typed(trainer, ines, ends="until", until=""))
    assert wrong.status_code == 422
    assert "Say the last day." in wrong.text
    late = browser.post("/sessions/new/", typed(trainer, ines, ends="until", until="2031-01-01"))
    assert "A series has at most 500 sessions" in late.text or "within three years" in late.text
    back = browser.post("/sessions/new/", typed(trainer, ines, look="yes")).text
    assert re.search(r'name="days" value="3"[^>]*checked', back)


def test_a_monthly_weekday_is_read_off_the_date(client_for: ClientFor, trainer: User, ines: Client) -> None:
    body = typed(trainer, ines, date="2027-03-09", repeat="nth", times="3", agreed="yes", skip="")
    client_for(trainer).post("/sessions/new/", body)
    days = [session.starts_at.date() for session in TrainingSession.objects.order_by("starts_at")]
    assert days == [date(2027, 3, 9), date(2027, 4, 13), date(2027, 5, 11)]
    assert TrainingSession.objects.first().ends_at - TrainingSession.objects.first().starts_at == HOUR  # type: ignore[union-attr] # there is one


MORNINGS: list[list[tuple[int, int]]] = [[(480, 720)]] * 5 + [[], []]


def rest_on_the_fifteenth(trainer: User) -> None:
    """Let the trainer work mornings, and be away on one of the Mondays."""
    set_hours(by=trainer, trainer_id=trainer.pk, week=MORNINGS)
    away = date(2027, 3, 15)
    add_time_off(by=trainer, trainer_id=trainer.pk, starts_on=away, ends_on=away, reason="Surgery")


def test_dates_on_which_the_trainer_does_not_work_are_warned_of(
    api_for: ApiFor, client_for: ClientFor, trainer: User, ines: Client
) -> None:
    rest_on_the_fifteenth(trainer)
    browser = client_for(trainer)
    days = {"days": ["0"], "times": "4"}
    page = browser.post("/sessions/new/", typed(trainer, ines, **days)).text
    away = f"{trainer.full_name}: Nobody works then: it is time off or a holiday."
    assert [page.count(words) for words in (away, "Not at work", "outside the working hours.")] == [1, 1, 0]
    assert "1 date is outside the working hours or in time off" in page
    assert "Book 4 sessions" in page
    assert "Surgery" not in page
    page = browser.post("/sessions/new/", typed(trainer, ines, time="11:30", **days)).text
    late = f"{trainer.full_name}: This is outside the working hours."
    assert [page.count(words) for words in (away, late, "Not at work")] == [1, 3, 4]
    quiet = browser.post("/sessions/new/", typed(trainer, ines, days=["1"], times="4")).text
    assert "Not at work" not in quiet
    assert TrainingSession.objects.count() == 0


def test_over_the_api_they_are_booked_only_when_that_is_said(api_for: ApiFor, trainer: User, ines: Client) -> None:
    rest_on_the_fifteenth(trainer)
    api = api_for(trainer)
    away = f"{trainer.full_name}: Nobody works then: it is time off or a holiday."
    seen = api.post(f"{SERIES}preview/", asked(trainer, ines)).json()
    assert [row["outside"] for row in seen["dates"]] == ["", "", away, ""]
    refused = api.post(SERIES, asked(trainer, ines))
    assert (refused.status_code, refused.json()["code"]) == (409, "outside_hours")
    assert refused.json()["clashes"] == [{"date": "2027-03-15", "starts_at": "2027-03-15T09:00:00Z", "message": away}]
    assert Series.objects.count() == 0
    assert api.post(SERIES, asked(trainer, ines, exceptions=["2027-03-15"])).status_code == 201
    assert api.post(SERIES, asked(trainer, ines, time="10:00", book_anyway=True)).status_code == 201
    assert TrainingSession.objects.count() == 7
