"""Where lines, labels and round numbers stand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.progress.charts import LARGE, MOST_DRAWN, SMALL, draw, thinned

TODAY = dt.date(2027, 3, 3)


def on(*values: float) -> list[tuple[dt.date, float]]:
    return [(TODAY - dt.timedelta(days=7 * (len(values) - 1 - number)), value) for number, value in enumerate(values)]


def test_a_line_between_round_numbers() -> None:
    chart = draw(on(84.2, 83.1, 81.7), since=TODAY - dt.timedelta(days=14), until=TODAY, least_span=4, box=LARGE)
    assert [text for _y, text in chart.grid] == ["80", "81", "82", "83", "84", "85"]
    assert chart.line.startswith("M64.0 ")
    assert chart.end == (640.0, 136.2)
    assert [text for _x, text, _anchor in chart.days] == ["17 Feb", "24 Feb", "3 Mar"]


def test_a_goal_far_away_does_not_flatten_the_line() -> None:
    box: dict[str, Any] = {"since": TODAY - dt.timedelta(days=7), "until": TODAY, "least_span": 4, "box": SMALL}
    assert draw(on(84, 83), goal=60, **box).goal is None
    near = draw(on(84, 83), goal=82.9, **box)
    assert near.goal is not None
    assert abs(near.labels["goal"] - near.labels["last"]) == 22


def test_years_of_days_are_drawn_as_means() -> None:
    days = [(TODAY - dt.timedelta(days=back), 80 + back % 2) for back in range(989, -1, -1)]
    drawn = thinned(days, days[0][0], TODAY)
    assert MOST_DRAWN - 10 <= len(drawn) <= MOST_DRAWN
    assert all(80.4 <= value <= 80.6 for _day, value in drawn)
    assert drawn[-1][0] == TODAY


@settings(max_examples=60)
@given(
    days=st.lists(st.integers(0, 3_000), min_size=1, max_size=400, unique=True),
    low=st.floats(2, 400),
    swing=st.floats(0, 60),
    goal=st.none() | st.floats(1, 500),
)
def test_nothing_leaves_its_box(days: list[int], low: float, swing: float, goal: float | None) -> None:
    dots = [
        (TODAY - dt.timedelta(days=back), low + swing * (number % 7) / 7)
        for number, back in enumerate(sorted(days, reverse=True))
    ]
    chart = draw(dots, since=dots[0][0], until=TODAY, least_span=4, box=SMALL, goal=goal)
    places = [chart.end, *chart.marks, *(tuple(map(float, part.split())) for part in chart.line[1:].split("L") if part)]
    for x, y in places:
        assert SMALL.left <= x <= SMALL.right
        assert SMALL.top <= y <= SMALL.bottom
    assert 2 <= len(chart.grid) <= 9
    assert len({text for _y, text in chart.grid}) == len(chart.grid)
