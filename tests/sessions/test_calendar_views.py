"""What the calendar draws: a day of the team, a month, an agenda, narrowed and remembered; and days of 23 and 25 hours."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.accounts.models import User
from apps.accounts.services.preferences import remember
from apps.availability.services import set_hours
from apps.sessions.calendar.asked import Asked, View
from apps.sessions.calendar.month import days_of_month, month_of
from apps.sessions.calendar.timetable import MOST_LANES, timetable
from apps.sessions.services import cancel_session
from apps.sessions.services.rooms import add_location, add_room
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory
from tests.sessions.conftest import HOUR, MONDAY
from tests.sessions.test_timetable import DAY, NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.harness.counting import AssertQueries
    from tests.harness.people import Browser, ClientFor
    from tests.sessions.conftest import Book


@pytest.fixture(autouse=True)
def _monday_at_nine() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


def page_of(browser: Browser, query: str) -> str:
    page = browser.get(f"/calendar/?{query}")
    assert page.status_code == 200
    return str(page.content.decode())


def test_the_teams_day_has_a_column_for_each_who_trains(
    client_for: ClientFor, owner: User, trainer: User, book: Book, assert_queries: AssertQueries
) -> None:
    book()
    other = UserFactory(full_name="Somebody Else")
    browser = client_for(owner)
    browser.get("/calendar/?view=day")
    with assert_queries("calendar, team day"):
        html = page_of(browser, "view=day&date=2027-03-01")
    assert f'data-trainer="{trainer.pk}" aria-label="{trainer.full_name}"' in html
    assert f'data-trainer="{other.pk}" aria-label="Somebody Else"' in html
    theirs = html.split(f'data-trainer="{trainer.pk}"')[1].split('class="calendar-column')[0]
    assert "Ines Carvalho" in theirs
    assert "data-trainer" not in page_of(browser, f"view=day&trainer={trainer.pk}")


def test_a_month_counts_and_shows_the_first(
    client_for: ClientFor, trainer: User, book: Book, assert_queries: AssertQueries
) -> None:
    off = book(starts_at=MONDAY - HOUR)
    for hour in range(5):
        book(starts_at=MONDAY + hour * HOUR)
    cancel_session(session_id=off.pk, by=trainer, cancelled_by="client")
    browser = client_for(trainer)
    browser.get("/calendar/?view=month")
    with assert_queries("calendar, month"):
        html = page_of(browser, "view=month&date=2027-03-15")
    day = html.split('data-day="2027-03-01"')[1].split("</td>")[0]
    assert re.findall(r"<span>(\d\d:\d\d)</span>", day) == ["09:00", "10:00", "11:00"]
    assert ('<span class="count" aria-hidden="true">5</span>' in day, "+3 more" in day) == (True, True)
    assert "March 2027" in html
    assert html.count('class="month-day') == 35


def test_an_agenda_goes_on_where_it_stopped(
    client_for: ClientFor, trainer: User, book: Book, assert_queries: AssertQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.sessions.calendar.agenda.SIZE", 3)
    for day in range(5):
        book(starts_at=MONDAY + day * 24 * HOUR)
    browser = client_for(trainer)
    browser.get("/calendar/?view=agenda")
    with assert_queries("calendar, agenda"):
        first = page_of(browser, "view=agenda")
    more = re.findall(r'href="([^"]*cursor=[^"]*)" hx-get', first)[0].replace("&amp;", "&")
    second = str(browser.get(more).content.decode())
    days = [re.findall(r"<h2>(\w+), ", html) for html in (first, second)]
    assert days == [["Monday", "Tuesday", "Wednesday"], ["Thursday", "Friday"]]
    assert 'hx-get="/calendar/' not in second
    assert page_of(browser, "view=agenda&cursor=x").count("<h2>") >= 3


def test_what_is_asked_narrows_every_view_and_can_be_taken_away(client_for: ClientFor, owner: User, book: Book) -> None:
    book()
    group = book(starts_at=MONDAY + HOUR, kind="group", client_ids=[ClientFactory().pk])
    browser = client_for(owner)
    for view in View:
        html = page_of(browser, f"view={view}&type=group&state=scheduled&trainer=nobody")
        assert str(group.pk) in html
        assert "Ines Carvalho" not in html
        assert f'href="/calendar/?view={view}&amp;date=2027-03-01&amp;state=scheduled">Group' in html


def test_a_location_narrows_and_stands_in_the_agenda(client_for: ClientFor, owner: User, book: Book) -> None:
    houses = [add_location(by=owner, name=name) for name in ("Northside", "Park")]
    rooms = [add_room(by=owner, location_id=house.pk, name="Studio 2") for house in houses]
    book(room_id=rooms[0].pk)
    book(room_id=rooms[1].pk, starts_at=MONDAY + HOUR, client_ids=[ClientFactory(last_name="Unseen").pk])
    for view in View:
        html = page_of(client_for(owner), f"view={view}&location={houses[0].pk}")
        assert ("Ines Carvalho" in html, "Unseen" in html, "Northside" in html) == (True, False, True)
    assert "Studio 2, Northside" in page_of(client_for(owner), "view=agenda")


def test_the_view_is_the_persons_on_every_device(client_for: ClientFor, trainer: User) -> None:
    page_of(client_for(trainer), "view=month")
    trainer.refresh_from_db()
    assert trainer.preferences == {"calendar_view": "month"}
    fresh = client_for(User.objects.get(pk=trainer.pk))
    assert 'class="month"' in page_of(fresh, "")
    assert 'class="month"' in page_of(fresh, "view=year")


def test_two_choices_at_once_lose_nothing(trainer: User) -> None:
    one, other = User.objects.get(pk=trainer.pk), User.objects.get(pk=trainer.pk)
    remember(user=one, name="calendar_view", value="day")
    remember(user=other, name="list", value="cards")
    trainer.refresh_from_db()
    assert trainer.preferences == {"calendar_view": "day", "list": "cards"}
    with pytest.raises(ValueError, match="calendar_view"):
        remember(user=one, name="calendar_view", value="x" * 41)


@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)))
@settings(max_examples=25, deadline=None)
def test_months_follow_each_other_without_a_gap(day: date) -> None:
    days = days_of_month(day)
    assert (days[0].weekday(), days[-1].weekday(), len(days) % 7) == (0, 6, 0)
    assert days[0] <= day.replace(day=1) <= days[6]
    asked = Asked(view=View.MONTH, day=day, filters={})
    assert Asked(view=View.MONTH, day=asked.after, filters={}).before == day.replace(day=1)
    assert [cell.day for week in month_of(day, [], today=day) for cell in week] == days


def test_more_than_fit_side_by_side_are_counted_in_the_last_lane() -> None:
    with timezone.override("UTC"):
        table = timetable([session(MONDAY, 60) for _ in range(12)], days=[DAY], now=NOW)
    column = table.columns[0]
    assert [block.lane for block in column.blocks] == list(range(MOST_LANES - 1))
    assert [(more.at, more.steps, more.count) for more in column.more] == [(108, 12, 5)]
    assert column.booked == 12


@pytest.mark.parametrize(("day", "hours"), [(28, 23), (27, 24)])
def test_a_day_on_which_clocks_go_forward(day: int, hours: int) -> None:
    with timezone.override(ZoneInfo("Europe/London")):
        column = timetable([], days=[date(2027, 3, day)], now=NOW).columns[0]
        assert column.hours == hours


def test_the_hour_that_comes_twice_stands_side_by_side() -> None:
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)  # 01:30 before the clocks go back
    with timezone.override(ZoneInfo("Europe/London")):
        sessions = [session(first, 30), session(first + timedelta(hours=1), 30), session(first, 55)]
        column = timetable(sessions, days=[date(2027, 10, 31)], now=NOW).columns[0]
        assert column.hours == 25
    assert [(block.at, block.steps, block.lane) for block in column.blocks] == [(18, 11, 0), (18, 6, 1), (18, 6, 2)]


def test_names_are_escaped_wherever_they_are_drawn(client_for: ClientFor, trainer: User, book: Book) -> None:
    book(client_ids=[ClientFactory(first_name="<b>Bo", last_name='"x"', trainer=trainer).pk])
    for view in View:
        html = page_of(client_for(trainer), f"view={view}")
        assert "&lt;b&gt;Bo" in html
        assert "<b>Bo" not in html.replace("<b>&lt;b&gt;Bo", "")


def test_hours_in_which_the_trainer_does_not_work_are_shaded(client_for: ClientFor, owner: User, trainer: User) -> None:
    """In their own week, in the owner's look at them, in their column of the team's day; not where several share one."""
    set_hours(by=trainer, trainer_id=trainer.pk, week=[[(9 * 60, 17 * 60)], *[[]] * 6])
    shades = '<i class="closed at-84 for-24"></i><i class="closed at-204 for-48"></i>'
    own = page_of(client_for(trainer), "view=week")
    assert (shades in own.replace("\n", "").replace("        ", ""), own.count('class="closed')) == (True, 8)
    assert page_of(client_for(owner), f"view=week&trainer={trainer.pk}").count('class="closed') == 8
    UserFactory()
    assert page_of(client_for(owner), "view=day").count('class="closed') == 2
    assert 'class="closed' not in page_of(client_for(owner), "view=week")
