"""Blocks never lie on each other, whatever is booked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.common.ids import uuid7
from apps.sessions.calendar.entries import Entry
from apps.sessions.calendar.shading import shade
from apps.sessions.calendar.timetable import timetable, week_of

DAY = date(2027, 3, 1)
MIDNIGHT = datetime(2027, 3, 1, tzinfo=UTC)
NOW = datetime(2027, 3, 1, 10, 2, tzinfo=UTC)


def session(start: datetime, minutes: int) -> Entry:
    end = start + timedelta(minutes=minutes)
    return Entry(uuid7(), "personal", "", "", None, None, start, end, "scheduled", 1, uuid7(), "Nora Lind")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1300), st.integers(20, 139)), max_size=8))
def test_two_blocks_of_one_lane_never_overlap(times: list[tuple[int, int]]) -> None:
    midnight = datetime(2027, 3, 1, tzinfo=UTC)
    with timezone.override("UTC"):
        sessions = [session(midnight + timedelta(minutes=at), length) for at, length in times]
        table = timetable(sessions, days=[DAY], now=NOW)
    blocks = table.columns[0].blocks
    assert len(blocks) == len(times)
    for one in blocks:
        assert 0 <= one.lane < one.lanes
        assert table.first_hour * 12 <= one.at
        assert one.until <= table.last_hour * 12
        for other in blocks:
            if one is not other and one.at < other.until and other.at < one.until:
                assert one.lane != other.lane
                assert one.lanes == other.lanes


def test_the_wall_clock_counts_on_the_day_the_clocks_change() -> None:
    """Nine o'clock stands at nine o'clock before and after."""
    zone = ZoneInfo("Europe/London")
    days = week_of(date(2027, 3, 28))
    with timezone.override(zone):
        sessions = [session(datetime(2027, 3, day, 9, 0, tzinfo=zone), 60) for day in (27, 28)]
        table = timetable(sessions, days=days, now=NOW)
    assert [block.at for column in table.columns[-2:] for block in column.blocks] == [108, 108]


def test_a_session_over_midnight_stands_in_both_days() -> None:
    with timezone.override("UTC"):
        late = session(datetime(2027, 3, 1, 23, 30, tzinfo=UTC), 60)
        table = timetable([late], days=[DAY, DAY + timedelta(days=1)], now=NOW)
    parts = [(block.at, block.steps) for column in table.columns for block in column.blocks]
    assert parts == [(282, 6), (0, 6)]


def test_words_of_an_hour_give_way_to_now() -> None:
    with timezone.override("UTC"):
        table = timetable([], days=[DAY], now=NOW)
    assert table.now_at == 120
    assert "10:00" not in [words for _, words in table.hours]


def test_what_lies_outside_the_working_hours_is_shaded() -> None:
    """Two stretches of work, one from midnight; a day off is shaded whole, one without hours not at all."""
    days = [DAY + timedelta(days=number) for number in range(3)]
    worked = [(MIDNIGHT, MIDNIGHT.replace(hour=8)), (MIDNIGHT.replace(hour=12), MIDNIGHT.replace(hour=18, minute=30))]
    with timezone.override("UTC"):
        table = timetable([], days=days, now=NOW)
        shade(table, {(days[0], None): worked, (days[1], None): []})
    shades = [[(one.at, one.steps) for one in column.shades] for column in table.columns]
    assert shades == [[(96, 48), (222, 30)], [(84, 168)], []]
