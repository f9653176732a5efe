"""Series: booked, gone on with, changed and called off, each in one piece."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from apps.activity.models import Activity
from apps.clients.services.clients import archive_client
from apps.common.errors import InvalidInput
from apps.common.ids import uuid7
from apps.sessions.models import Series, SessionClient, TrainingSession
from apps.sessions.services import cancel_session, move_session
from apps.sessions.services.series import (
    Scope,
    SeriesClash,
    Wanted,
    book_series,
    cancel_series,
    change_series,
    extend_series,
    preview_series,
)
from tests.sessions.conftest import HOUR, MONDAY, NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.accounts.models import User
    from apps.clients.models import Client
    from tests.sessions.conftest import Book

LONDON = ZoneInfo("Europe/London")
WEEK, DAY = timedelta(weeks=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _friday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def starts(series: Series) -> list[str]:
    sessions = TrainingSession.objects.filter(series=series, state="scheduled").order_by("starts_at")
    return [f"{session.starts_at:%m-%d %H:%M}" for session in sessions]


def nth(series: Series, number: int) -> TrainingSession:
    return series.sessions.order_by("original_start")[number]


def test_a_series_keeps_the_clock_on_the_wall(wanted: Wanted, trainer: User, ines: Client) -> None:
    series = book_series(wanted, by=trainer)
    assert starts(series) == [
        *("03-01 09:00", "03-04 09:00", "03-08 09:00", "03-11 09:00", "03-15 09:00", "03-18 09:00"),
        *("03-22 09:00", "03-25 09:00", "03-29 08:00", "04-01 08:00", "04-05 08:00", "04-08 08:00"),
    ]
    assert (series.rule, series.made_through) == ("FREQ=WEEKLY;BYDAY=MO,TH;COUNT=12", None)
    assert SessionClient.objects.filter(client=ines, blocks=True).count() == 12
    ines.refresh_from_db()
    assert ines.next_session_at == MONDAY
    event = Activity.objects.get(name="session.series_booked")
    assert len(event.payload["session_ids"]) == 12


def test_the_first_day_is_one_that_the_rule_meets(wanted: Wanted, trainer: User) -> None:
    plan = preview_series(replace(wanted, first=date(2027, 3, 2)), by=trainer)
    assert (plan.timing.first, plan.total, len(plan.clashes)) == (date(2027, 3, 4), 12, 0)
    assert not Series.objects.exists()


def test_the_same_key_books_once(wanted: Wanted, trainer: User) -> None:
    key = uuid7()
    assert book_series(wanted, by=trainer, key=key) == book_series(wanted, by=trainer, key=key)
    assert TrainingSession.objects.count() == 12


def test_dates_that_are_taken_are_told_and_left_out_on_request(
    wanted: Wanted, trainer: User, book: Book, tom: Client
) -> None:
    trainer.full_name = "Nora Lindqvist"
    trainer.save()
    book(client_ids=[tom.pk], starts_at=MONDAY + WEEK + HOUR / 2)
    with pytest.raises(SeriesClash) as refused:
        book_series(wanted, by=trainer)
    assert refused.value.extra["clashes"] == [
        {
            "date": "2027-03-08",
            "starts_at": "2027-03-08T09:00:00Z",
            "message": "Nora Lindqvist has a session with Tom Baker on Mon 8, 09:30 to 10:30.",
        }
    ]
    assert not Series.objects.exists()
    series = book_series(replace(wanted, exceptions=[date(2027, 3, 8)]), by=trainer)
    assert series.exceptions == ["2027-03-08"]
    assert len(starts(series)) == 11
    assert "03-08 09:00" not in starts(series)


@pytest.mark.parametrize(
    ("changes", "field", "text"),
    [
        ({"rule": "FREQ=DAILY;COUNT=10000"}, "rule", "A series has at most 500 sessions, not 10000."),
        ({"rule": "FREQ=DAILY;UNTIL=20291231"}, "rule", "A series has at most 500 sessions. Let it end sooner."),
        ({"rule": "FREQ=WEEKLY;UNTIL=20310101"}, "rule", "Let it end within three years."),
        ({"rule": "FREQ=WEEKLY;UNTIL=20270201"}, "rule", "No day fits this rule before it ends."),
        ({"rule": "FREQ=YEARLY"}, "rule", "Sessions repeat daily, weekly or monthly, not yearly."),
        ({"first": date(2027, 2, 22)}, "starts_at", "A series begins today or later."),
        ({"duration": 25 * HOUR}, "duration_minutes", "A session lasts from 5 minutes to 12 hours."),
    ],
)
def test_what_cannot_be_is_refused(
    wanted: Wanted, trainer: User, changes: dict[str, Any], field: str, text: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        book_series(replace(wanted, **changes), by=trainer)
    assert text in refused.value.fields[field][0]
    assert not TrainingSession.objects.exists()


def test_a_series_without_end_goes_on_around_what_is_taken(
    wanted: Wanted, trainer: User, book: Book, tom: Client
) -> None:
    series = book_series(replace(wanted, rule="FREQ=WEEKLY", clock=time(9)), by=trainer)
    assert len(starts(series)) == 26
    assert series.made_through == date(2027, 8, 28)
    book(client_ids=[tom.pk], starts_at=datetime(2027, 9, 6, 8, tzinfo=UTC))
    with time_machine.travel(NOW + 2 * WEEK, tick=False):
        assert extend_series(series_id=series.pk) == 1
        assert extend_series(series_id=series.pk) == 0
    series.refresh_from_db()
    assert series.exceptions == ["2027-09-06"]
    assert starts(series)[-1] == "08-30 08:00"
    skipped = Activity.objects.get(name="session.series_extended")
    assert skipped.payload["skipped"] == ["2027-09-06"]


def test_this_and_those_after_it_move_and_what_lies_before_stays(wanted: Wanted, trainer: User) -> None:
    series = book_series(wanted, by=trainer)
    by_hand = nth(series, 6)
    move_session(session_id=by_hand.pk, by=trainer, starts_at=by_hand.starts_at + 5 * HOUR, duration=HOUR)
    fourth = nth(series, 3)
    act: dict[str, Any] = {
        "series_id": series.pk,
        "by": trainer,
        "scope": Scope.FOLLOWING,
        "session_id": fourth.pk,
        "starts_at": fourth.starts_at + DAY + 2 * HOUR,
    }
    moved = change_series(**act)
    assert moved.starts_at == datetime(2027, 3, 12, 11, tzinfo=UTC)
    assert starts(series) == ["03-01 09:00", "03-04 09:00", "03-08 09:00"]
    rest = moved.series
    assert rest is not None
    assert starts(rest) == [
        *("03-12 11:00", "03-15 11:00", "03-19 11:00", "03-22 14:00", "03-26 11:00"),
        *("03-29 10:00", "04-02 10:00", "04-05 10:00", "04-09 10:00"),
    ]
    series.refresh_from_db()
    assert series.rule == "FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20270310T235959Z"
    assert rest.rule == "FREQ=WEEKLY;BYDAY=MO,FR;UNTIL=20270409T225959Z"
    assert TrainingSession.objects.get(pk=by_hand.pk).was_moved
    count = Activity.objects.count()
    assert change_series(**{**act, "series_id": rest.pk}).series_id == rest.pk
    assert Activity.objects.count() == count


def test_all_that_has_not_begun_moves_and_what_is_over_stays(wanted: Wanted, trainer: User) -> None:
    series = book_series(wanted, by=trainer)
    with time_machine.travel(MONDAY + WEEK + 2 * HOUR, tick=False):
        anchor = nth(series, 5)
        change_series(
            series_id=series.pk,
            by=trainer,
            scope=Scope.ALL,
            session_id=anchor.pk,
            starts_at=anchor.starts_at + HOUR / 2,
            duration=HOUR * 1.5,
            details={"title": "Lower strength"},
        )
    assert starts(series) == ["03-01 09:00", "03-04 09:00", "03-08 09:00"]
    rest = TrainingSession.objects.get(pk=anchor.pk).series
    assert rest is not None
    assert starts(rest)[0] == "03-11 09:30"
    assert (len(starts(rest)), rest.rule, rest.minutes) == (9, "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=9", 90)
    assert set(rest.sessions.values_list("title", flat=True)) == {"Lower strength"}


def test_a_move_of_many_onto_something_taken_changes_nothing(
    wanted: Wanted, trainer: User, book: Book, tom: Client
) -> None:
    series = book_series(wanted, by=trainer)
    before = starts(series)
    book(client_ids=[tom.pk], starts_at=MONDAY + 3 * WEEK + 2 * HOUR)
    with pytest.raises(SeriesClash) as refused:
        change_series(
            series_id=series.pk,
            by=trainer,
            scope=Scope.ALL,
            session_id=nth(series, 0).pk,
            starts_at=MONDAY + 2 * HOUR,
        )
    assert [clash["date"] for clash in refused.value.extra["clashes"]] == ["2027-03-22"]
    assert starts(series) == before
    with pytest.raises(InvalidInput):
        change_series(
            series_id=series.pk, by=trainer, scope=Scope.ALL, session_id=nth(series, 0).pk, starts_at=MONDAY + 3 * DAY
        )


def test_a_monthly_series_keeps_its_days(wanted: Wanted, trainer: User) -> None:
    series = book_series(replace(wanted, rule="FREQ=MONTHLY;BYDAY=1MO;COUNT=3"), by=trainer)
    assert starts(series) == ["03-01 09:00", "04-05 08:00", "05-03 08:00"]
    act: dict[str, Any] = {"series_id": series.pk, "by": trainer, "scope": Scope.ALL, "session_id": nth(series, 0).pk}
    with pytest.raises(InvalidInput) as refused:
        change_series(**act, starts_at=MONDAY + DAY)
    assert "another time, not another day" in refused.value.fields["starts_at"][0]
    change_series(**act, starts_at=MONDAY + HOUR)
    assert starts(series) == ["03-01 10:00", "04-05 09:00", "05-03 09:00"]


def test_calling_off_this_and_those_after_it(wanted: Wanted, trainer: User) -> None:
    series = book_series(replace(wanted, rule="FREQ=WEEKLY;BYDAY=MO,TH"), by=trainer)
    act: dict[str, Any] = {"series_id": series.pk, "by": trainer, "cancelled_by": "client", "reason": "Moves away"}
    gone = cancel_series(**act, scope=Scope.FOLLOWING, session_id=nth(series, 2).pk)
    assert len(gone) == 50
    assert starts(series) == ["03-01 09:00", "03-04 09:00"]
    series.refresh_from_db()
    assert (series.rule, series.made_through) == ("FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20270307T235959Z", None)
    assert cancel_series(**act, scope=Scope.FOLLOWING, session_id=nth(series, 2).pk) == []
    assert len(cancel_series(**act, scope=Scope.ALL)) == 2
    assert cancel_series(**act, scope=Scope.ALL) == []
    assert Activity.objects.filter(name="session.series_ended").count() == 2
    assert Activity.objects.filter(name="session.cancelled").count() == 52
    with time_machine.travel(NOW + 30 * WEEK, tick=False):
        assert extend_series(series_id=series.pk) == 0


def test_one_that_was_called_off_is_not_made_again(wanted: Wanted, trainer: User) -> None:
    series = book_series(replace(wanted, rule="FREQ=WEEKLY"), by=trainer)
    cancel_session(session_id=nth(series, 1).pk, by=trainer, cancelled_by="client")
    with time_machine.travel(NOW + 2 * WEEK, tick=False):
        extend_series(series_id=series.pk)
    assert "03-08 09:00" not in starts(series)
    assert series.sessions.count() == 28


def test_an_archived_client_is_booked_no_more(wanted: Wanted, trainer: User, owner: User, ines: Client) -> None:
    series = book_series(replace(wanted, rule="FREQ=WEEKLY"), by=trainer)
    archive_client(client_id=ines.pk, by=owner)
    series.refresh_from_db()
    assert series.ended_at == NOW
    assert starts(series) == []
    with time_machine.travel(NOW + 10 * WEEK, tick=False):
        assert extend_series(series_id=series.pk) == 0
