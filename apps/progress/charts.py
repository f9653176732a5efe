"""Drawing a series: numbers and days in, places in a box out. Knows nothing of clients or pages."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.formats import date_format, number_format

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

type Dot = tuple[dt.date, float]
type Place = tuple[float, float]

MOST_DRAWN, MOST_MARKED = 120, 40
STEPS = (1, 2, 2.5, 5, 10)
GRID_LINES = 4
LABEL_GAP = 22


@dataclass(frozen=True, slots=True)
class Box:
    """The drawing's size, and the part of it in which the line runs."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    days: int


LARGE = Box(width=780, height=236, left=64, right=640, top=20, bottom=196, days=3)
SMALL = Box(width=400, height=190, left=44, right=312, top=18, bottom=154, days=2)


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything the template writes down."""

    box: Box
    line: str
    low_line: str
    band: str
    marks: list[Place]
    end: Place
    low_end: Place | None
    grid: list[tuple[float, str]]
    days: list[tuple[float, str, str]]
    goal: float | None = None
    labels: dict[str, float] = field(default_factory=dict)


def draw(  # noqa: PLR0913 - what is drawn and how, each by its name
    dots: Sequence[Dot],
    *,
    since: dt.date,
    until: dt.date,
    least_span: float,
    box: Box,
    goal: float | None = None,
    lows: Sequence[Dot] = (),
) -> Chart:
    """Return the drawing of values by day, oldest first, at least one, between two days.

    `least_span` keeps a small swing small. A goal is drawn where it does not flatten the line: within twice the span.
    `lows` are the lower values of the same days, where there are two: a band runs between them.
    """
    drawn, under = thinned(dots, since, until), thinned(lows, since, until)
    values = [value for _day, value in [*drawn, *under]]
    low, high = min(values), max(values)
    span = max(high - low, least_span)
    near = goal if goal is not None and low - 2 * span <= goal <= high + 2 * span else None
    ticks = _ticks(*_range([*values, *([near] if near is not None else [])], least_span))
    places = [(_across(day, since, until, box), _down(value, ticks, box)) for day, value in drawn]
    lower = [(_across(day, since, until, box), _down(value, ticks, box)) for day, value in under]
    goal_at = _down(near, ticks, box) if near is not None else None
    return Chart(
        box=box,
        line=_path(places),
        low_line=_path(lower),
        band=f"{_path([*places, *reversed(lower)])}Z" if len(lower) > 1 else "",
        marks=[*places[:-1], *lower[:-1]] if len(places) <= MOST_MARKED else [],
        end=places[-1],
        low_end=lower[-1] if lower else None,
        grid=[(_down(tick, ticks, box), _tick_text(tick, ticks)) for tick in ticks],
        days=_days(since, until, box),
        goal=goal_at,
        labels=_labels(places[-1][1], goal_at),
    )


def _path(places: Sequence[Place]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in places) if len(places) > 1 else ""


def thinned(dots: Sequence[Dot], since: dt.date, until: dt.date) -> list[Dot]:
    """Return at most about `MOST_DRAWN` dots: means of equal stretches of time, each at its last day."""
    if len(dots) <= MOST_DRAWN:
        return list(dots)
    stretch = max(1, math.ceil(((until - since).days + 1) / MOST_DRAWN))
    parts = [list(part) for _number, part in groupby(dots, key=lambda dot: (dot[0] - since).days // stretch)]
    return [(part[-1][0], sum(value for _day, value in part) / len(part)) for part in parts]


def _range(values: Sequence[float], least_span: float) -> tuple[float, float]:
    low, high = min(values), max(values)
    missing = max(0.0, least_span - (high - low))
    return max(0.0, low - missing / 2), high + missing / 2


def _ticks(low: float, high: float) -> list[float]:
    """Return round numbers from under the lowest value to over the highest."""
    rough = (high - low) / GRID_LINES
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * one for one in STEPS if power * one >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(number * step, 6) for number in range(first, last + 1)]


def _tick_text(tick: float, ticks: Sequence[float]) -> str:
    return str(number_format(tick, 0 if all(one == round(one) for one in ticks) else 1))


def _across(day: dt.date, since: dt.date, until: dt.date, box: Box) -> float:
    days = (until - since).days
    share = (day - since).days / days if days else 1.0
    return round(box.left + share * (box.right - box.left), 1)


def _down(value: float, ticks: Sequence[float], box: Box) -> float:
    share = (value - ticks[0]) / (ticks[-1] - ticks[0])
    return round(box.bottom - share * (box.bottom - box.top), 1)


def _days(since: dt.date, until: dt.date, box: Box) -> list[tuple[float, str, str]]:
    """Return where a day is named, its name, and how the name hangs: start, middle or end."""
    span = until - since
    if not span.days:
        return [(box.right, _day_text(until, 0), "end")]
    count = min(box.days, span.days + 1)
    days = [since + span * number / (count - 1) for number in range(count)]
    anchors = ["start", *["middle"] * (count - 2), "end"]
    return [
        (_across(day, since, until, box), _day_text(day, span.days), anchor)
        for day, anchor in zip(days, anchors, strict=True)
    ]


def _day_text(day: dt.date, days: int) -> str:
    return date_format(day, "j M" if days < 300 else "M Y")  # noqa: PLR2004 - beyond, the year says more than the day


def _labels(end: float, goal: float | None) -> dict[str, float]:
    """Return how high the words beside the line stand, kept apart."""
    if goal is None:
        return {"last": end + 5}
    if abs(end - goal) >= LABEL_GAP:
        return {"last": end + 5, "goal": goal + 5}
    upper, lower = ("last", "goal") if end <= goal else ("goal", "last")
    middle = (end + goal) / 2 + 5
    return {upper: round(middle - LABEL_GAP / 2, 1), lower: round(middle + LABEL_GAP / 2, 1)}
