"""Free slots against a slow, obvious search, and on the days when the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.availability.week import USUAL, joined, periods_of, without
from apps.sessions.services.slots import STEP, Slot, both, slots_in

LONDON, NEW_YORK, LORD_HOWE = ZoneInfo("Europe/London"), ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")
QUARTER, HOUR = timedelta(minutes=15), timedelta(hours=1)
BASE = datetime(2027, 3, 26, 0, 0, tzinfo=UTC)

moments = st.integers(0, 60 * 24 * 5).map(lambda minutes: BASE + timedelta(minutes=minutes))
periods = st.tuples(moments, st.integers(5, 720)).map(lambda pair: (pair[0], pair[0] + timedelta(minutes=pair[1])))


def free_slots(
    busy: list[tuple[datetime, datetime]],
    *,
    duration: timedelta,
    after: datetime,
    until: datetime,
    zone: ZoneInfo,
    count: int,
) -> list[Slot]:
    """Search the usual hours, without what is busy."""
    free = without(periods_of(USUAL, zone, after, until), busy)
    return slots_in(free, duration=duration, zone=zone, step=STEP, count=count)


def obvious(
    busy: list[tuple[datetime, datetime]], duration: timedelta, after: datetime, until: datetime, zone: ZoneInfo
) -> list[datetime]:
    """Try every quarter of an hour, one by one."""
    found: list[datetime] = []
    moment = after.replace(minute=0, second=0, microsecond=0)
    while moment < until:
        end = moment + duration
        day = moment.astimezone(zone).date()
        opens = datetime.combine(day, time(6), zone).astimezone(UTC)
        closes = datetime.combine(day, time(21), zone).astimezone(UTC)
        is_free = all(end <= taken or moment >= ended for taken, ended in busy)
        is_next = not found or moment >= found[-1] + duration
        if moment >= after and opens <= moment and end <= closes and end <= until and is_free and is_next:
            found.append(moment)
        moment += QUARTER
    return found


@settings(max_examples=150, deadline=None)
@given(
    busy=st.lists(periods, max_size=12),
    after=moments,
    minutes=st.sampled_from([15, 30, 45, 60, 90, 125]),
    zone=st.sampled_from([LONDON, NEW_YORK, LORD_HOWE, ZoneInfo("Asia/Kathmandu")]),
)
def test_slots_are_those_of_the_obvious_search(
    busy: list[tuple[datetime, datetime]], after: datetime, minutes: int, zone: ZoneInfo
) -> None:
    duration, until = timedelta(minutes=minutes), after + timedelta(days=3)
    found = free_slots(sorted(busy), duration=duration, after=after, until=until, zone=zone, count=1000)
    assert [slot.starts_at for slot in found] == obvious(busy, duration, after, until, zone)
    assert all(slot.ends_at - slot.starts_at == duration for slot in found)


@pytest.mark.parametrize(
    ("zone", "day", "opens", "closes"),
    [
        (LONDON, date(2027, 3, 28), "05:00", "20:00"),  # clocks went forward at 01:00
        (LONDON, date(2027, 10, 31), "06:00", "21:00"),  # and back at 02:00
        (NEW_YORK, date(2027, 3, 14), "10:00", "01:00"),
        (NEW_YORK, date(2027, 11, 7), "11:00", "02:00"),
        (LORD_HOWE, date(2027, 4, 4), "19:30", "10:30"),  # half an hour back
        (LORD_HOWE, date(2027, 10, 3), "19:00", "10:00"),  # half an hour forward
    ],
)
def test_working_hours_are_wall_clock_hours_when_the_clocks_change(
    zone: ZoneInfo, day: date, opens: str, closes: str
) -> None:
    midnight = datetime.combine(day, time(0), zone)
    until = datetime.combine(day + timedelta(days=1), time(0), zone)
    slots = free_slots([], duration=QUARTER, after=midnight, until=until, zone=zone, count=1000)
    assert len(slots) == 15 * 4
    assert f"{slots[0].starts_at.astimezone(UTC):%H:%M}" == opens
    assert f"{slots[-1].ends_at.astimezone(UTC):%H:%M}" == closes
    assert f"{slots[0].starts_at.astimezone(zone):%H:%M}" == "06:00"
    assert f"{slots[-1].ends_at.astimezone(zone):%H:%M}" == "21:00"


def test_a_session_longer_than_the_day_has_no_slot() -> None:
    after = BASE.astimezone(LONDON)
    found = free_slots(
        [], duration=timedelta(hours=16), after=after, until=BASE + timedelta(days=9), zone=LONDON, count=3
    )
    assert found == []


@settings(max_examples=60, deadline=None)
@given(first=st.lists(periods, max_size=6), second=st.lists(periods, max_size=6))
def test_what_lies_in_both_is_the_first_without_what_is_not_in_the_second(
    first: list[tuple[datetime, datetime]], second: list[tuple[datetime, datetime]]
) -> None:
    one, other = joined(first), joined(second)
    outside = without([(BASE - HOUR, BASE + 99 * HOUR * 24)], other)
    assert both(one, other) == without(one, outside)


def test_every_step_is_a_start_for_who_chooses() -> None:
    free = [(BASE + timedelta(hours=9, minutes=10), BASE + timedelta(hours=11))]
    slots = slots_in(
        free, duration=HOUR, zone=ZoneInfo("Asia/Kathmandu"), step=timedelta(minutes=30), count=9, apart=False
    )
    assert [f"{slot.starts_at:%H:%M}" for slot in slots] == ["09:15", "09:45"]  # 15:00 and 15:30 there
