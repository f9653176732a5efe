"""Working hours, time off and holidays: what they come to in UTC, and who may say them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.activity.models import Activity
from apps.availability.models import TimeOff, WorkingHours
from apps.availability.selectors import objection_to, open_hours, open_periods
from apps.availability.services import add_time_off, remove_time_off, set_hours
from apps.availability.week import at_clock, joined, periods_of, without
from apps.common.errors import InvalidInput, NotAllowed, StaleVersion
from tests.factories import UserFactory

if TYPE_CHECKING:
    from apps.accounts.models import User

pytestmark = pytest.mark.usefixtures("business")
LONDON = ZoneInfo("Europe/London")
NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)  # a Monday
WEEK: list[list[tuple[int, int]]] = [[(540, 720), (780, 1080)], [], [], [], [], [], [(0, 1440)]]


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_week_with_a_break_and_a_night(trainer: User, owner: User) -> None:
    assert open_periods(trainer.pk, at(1, 0), at(2, 0)) == [(at(1, 6), at(1, 21))]  # as usual
    hours = set_hours(by=trainer, trainer_id=trainer.pk, week=WEEK)
    assert (hours.version, hours.week[0]) == (1, [[540, 720], [780, 1080]])
    assert open_periods(trainer.pk, at(1, 0), at(9, 0)) == [
        (at(1, 9), at(1, 12)),
        (at(1, 13), at(1, 18)),
        (at(7, 0), at(8, 0)),
        (at(8, 9), at(8, 12)),
        (at(8, 13), at(8, 18)),
    ]
    assert open_hours([trainer, owner], [date(2027, 3, 1), date(2027, 3, 2)]) == {
        trainer.pk: {
            date(2027, 3, 1): [(at(1, 9), at(1, 12)), (at(1, 13), at(1, 18))],
            date(2027, 3, 2): [],
        },
        owner.pk: {date(2027, 3, 1): [(at(1, 6), at(1, 21))], date(2027, 3, 2): [(at(2, 6), at(2, 21))]},
    }


def test_hours_of_another_zone_lie_in_the_readers_days(trainer: User) -> None:
    """Nine to twelve in New York is the evening in Kathmandu."""
    set_hours(by=trainer, trainer_id=trainer.pk, week=[[(540, 1020)], *[[]] * 6], time_zone="America/New_York")
    with timezone.override(ZoneInfo("Asia/Kathmandu")):
        shown = open_hours([trainer], [date(2027, 3, 1), date(2027, 3, 2)])[trainer.pk]
    assert shown == {
        date(2027, 3, 1): [(at(1, 14), at(1, 18, 15))],
        date(2027, 3, 2): [(at(1, 18, 15), at(1, 22))],
    }


def test_time_off_and_holidays_are_taken_out(trainer: User, owner: User) -> None:
    add_time_off(
        by=trainer, trainer_id=trainer.pk, starts_on=date(2027, 3, 2), ends_on=date(2027, 3, 3), reason="Dentist"
    )
    add_time_off(
        by=owner, trainer_id=None, starts_on=date(2027, 3, 4), ends_on=date(2027, 3, 4), from_minute=720, reason="Party"
    )
    assert open_periods(trainer.pk, at(1, 0), at(6, 0)) == [
        (at(1, 6), at(1, 21)),
        (at(4, 6), at(4, 12)),
        (at(5, 6), at(5, 21)),
    ]
    assert open_periods(owner.pk, at(2, 0), at(3, 0)) == [(at(2, 6), at(2, 21))]
    told = list(Activity.objects.values_list("name", "payload"))
    assert [name for name, _ in told] == ["availability.time_off_added"] * 2
    assert "Dentist" not in str(told)


def test_an_objection_is_raised_only_where_something_was_said(trainer: User) -> None:
    assert objection_to(trainer.pk, at(1, 22), at(1, 23)) == ""
    add_time_off(by=trainer, trainer_id=trainer.pk, starts_on=date(2027, 3, 2), ends_on=date(2027, 3, 2))
    assert objection_to(trainer.pk, at(2, 9), at(2, 10)) == "Nobody works then: it is time off or a holiday."
    set_hours(by=trainer, trainer_id=trainer.pk, week=WEEK)
    assert objection_to(trainer.pk, at(1, 11), at(1, 12)) == ""
    assert objection_to(trainer.pk, at(1, 11, 30), at(1, 12, 30)) == "This is outside the working hours."


def test_the_same_hours_again_write_nothing_and_a_stale_page_is_told(trainer: User) -> None:
    first = set_hours(by=trainer, trainer_id=trainer.pk, week=WEEK, version=0)
    assert set_hours(by=trainer, trainer_id=trainer.pk, week=WEEK, version=0).version == first.version == 1
    assert Activity.objects.filter(name="availability.hours_changed").count() == 1
    with pytest.raises(StaleVersion):
        set_hours(by=trainer, trainer_id=trainer.pk, week=[[]] * 7, version=0)


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        ([(600, 600)], "The end comes after the start, on the same day."),
        ([(600, 1500)], "The end comes after the start, on the same day."),
        ([(540, 720), (700, 800)], "Two of these overlap."),
        ([(hour * 60, hour * 60 + 30) for hour in range(7)], "At most 6 spans a day."),
    ],
)
def test_hours_that_cannot_be(trainer: User, spans: list[tuple[int, int]], words: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        set_hours(by=trainer, trainer_id=trainer.pk, week=[[], spans, *[[]] * 5], time_zone="Mars/Base")
    assert refused.value.fields == {"tuesday": [words], "time_zone": ["There is no such time zone."]}
    assert not WorkingHours.objects.exists()


def test_a_trainer_changes_nobody_elses(trainer: User, owner: User) -> None:
    other = UserFactory(role="trainer")
    with pytest.raises(NotAllowed):
        set_hours(by=trainer, trainer_id=other.pk, week=WEEK)
    with pytest.raises(NotAllowed):
        add_time_off(by=trainer, trainer_id=None, starts_on=date(2027, 3, 2), ends_on=date(2027, 3, 2))
    row = add_time_off(by=owner, trainer_id=other.pk, starts_on=date(2027, 3, 2), ends_on=date(2027, 3, 2))
    with pytest.raises(NotAllowed):
        remove_time_off(by=trainer, time_off_id=row.pk)
    remove_time_off(by=other, time_off_id=row.pk)
    remove_time_off(by=other, time_off_id=row.pk)
    assert not TimeOff.objects.exists()


def test_time_off_that_cannot_be_and_one_sent_twice(trainer: User) -> None:
    for days, field in [(-1, "ends_on"), (400, "ends_on")]:
        with pytest.raises(InvalidInput) as refused:
            add_time_off(
                by=trainer,
                trainer_id=trainer.pk,
                starts_on=date(2027, 3, 2),
                ends_on=date(2027, 3, 2) + timedelta(days=days),
            )
        assert set(refused.value.fields) == {field}
    key = TimeOff().pk
    made = [
        add_time_off(by=trainer, trainer_id=trainer.pk, starts_on=date(2027, 3, 2), ends_on=date(2027, 3, 2), key=key)
        for _ in range(2)
    ]
    assert made[0].pk == made[1].pk == key
    assert TimeOff.objects.count() == 1


def test_clock_times_on_days_when_the_clocks_change() -> None:
    spring, autumn = date(2027, 3, 28), date(2027, 10, 31)
    assert at_clock(spring, 30, LONDON) == at(28, 0, 30)
    assert at_clock(spring, 90, LONDON) == at(28, 1)  # 01:30 does not exist: the clocks jump at 01:00
    assert at_clock(spring, 180, LONDON) == at(28, 2)
    assert at_clock(autumn, 90, LONDON) == at(31, 0, 30, month=10)  # of two, the first
    day = [[(0, 1440)]] * 7
    assert periods_of(day, LONDON, at(28, 0), at(28, 23)) == [(at(28, 0), at(28, 23))]
    lord_howe = ZoneInfo("Australia/Lord_Howe")
    assert at_clock(date(2027, 10, 3), 135, lord_howe) == datetime(2027, 10, 2, 15, 30, tzinfo=UTC)


minutes = st.integers(0, 600)
spans = st.lists(st.tuples(minutes, st.integers(1, 90)).map(lambda one: (one[0], one[0] + one[1])), max_size=8)


@settings(max_examples=60, deadline=None)
@given(open_=spans, taken=spans)
def test_what_is_left_is_every_minute_that_is_open_and_not_taken(
    open_: list[tuple[int, int]], taken: list[tuple[int, int]]
) -> None:
    def moments(periods: list[tuple[int, int]]) -> list[tuple[datetime, datetime]]:
        return [(NOW + timedelta(minutes=start), NOW + timedelta(minutes=end)) for start, end in periods]

    def each(periods: list[tuple[int, int]]) -> set[int]:
        return {minute for start, end in periods for minute in range(start, end)}

    left = without(joined(moments(open_)), moments(taken))
    found = [((a - NOW) // timedelta(minutes=1), (b - NOW) // timedelta(minutes=1)) for a, b in left]
    assert each(found) == each(open_) - each(taken)
    assert all(sooner[1] < later[0] for sooner, later in pairwise(found))
