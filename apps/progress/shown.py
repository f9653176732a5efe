"""Series in the words and units of whoever reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.common.templatetags.formats import day_text
from apps.progress.charts import LARGE, SMALL, draw
from apps.progress.metrics import METRICS, PAIRS, WEIGHT, number_in, unit_for, value_text, value_words
from apps.progress.models import Source
from apps.progress.selectors import INTAKE

if TYPE_CHECKING:
    import datetime as dt

    from apps.progress.charts import Box, Chart
    from apps.progress.selectors import Point, Series

RANGES = {
    "3m": (gettext_lazy("3 months"), timedelta(days=91)),
    "1y": (gettext_lazy("1 year"), timedelta(days=365)),
    "all": (gettext_lazy("All"), None),
}
USUAL_RANGE = "1y"
LEAST_SPAN = {"kg": 4.0, "lb": 8.0, "cm": 4.0, "in": 2.0, "%": 4.0, "bpm": 12.0, "mmHg": 20.0}
MOST_SPARKED, MOST_ROWS = 24, 60
ONCE = frozenset({"height"})
"""What is usually measured once: no line."""
SOURCES = {
    Source.STAFF: gettext_lazy("Team"),
    Source.CLIENT: gettext_lazy("Client"),
    INTAKE: gettext_lazy("Intake"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One metric of a client."""

    series: Series
    units: dict[str, str]
    goal: int | None = None

    @property
    def metric(self) -> str:
        return self.series.metric

    @property
    def label(self) -> str:
        return str(METRICS[self.metric].label)

    @property
    def unit(self) -> str:
        return unit_for(self.metric, self.units)

    def text(self, point: Point) -> str:
        return value_text(point.value, point.diastolic, self.unit)

    def words(self, point: Point) -> str:
        return value_words(point.value, point.diastolic, self.unit)

    @property
    def latest(self) -> str:
        """Return the latest value without its unit."""
        return self.text(self.series.latest)

    @property
    def latest_words(self) -> str:
        return self.words(self.series.latest)

    @property
    def latest_on(self) -> str:
        return day_text(self.series.latest.on)

    @property
    def change(self) -> Decimal:
        """Return latest less first, as the shown numbers differ."""
        return number_in(self.series.latest.value, self.unit) - number_in(self.series.first.value, self.unit)

    @property
    def change_text(self) -> str:
        """Return the change with its sign, of a pair both; nothing where there is none, or only one point."""
        first, latest = self.series.first.diastolic, self.series.latest.diastolic
        if first is not None and latest is not None and (self.change or latest != first):
            return f"{_signed(self.change)}/{_signed(latest - first)}"
        return _signed(self.change) if self.change else ""

    @property
    def is_good(self) -> bool | None:
        """Say whether the change leads to the client's goal; None without a goal: up or down is neither good nor bad."""
        if self.goal is None or not self.change:
            return None
        start, now = self.series.first.value, self.series.latest.value
        return abs(now - self.goal) < abs(start - self.goal)

    @property
    def spark(self) -> list[float]:
        """Return the latest values as a small line; none for a single one."""
        points = self.series.points[-MOST_SPARKED:]
        return [float(point.value) for point in points] if len(points) > 1 else []

    @property
    def goal_text(self) -> str:
        return _("Goal %(value)s") % {"value": f"{number_in(self.goal, self.unit):f}"} if self.goal else ""

    def summary(self, points: list[Point]) -> str:
        """Say in a sentence what the drawing shows of these points."""
        if not points:
            return _("Last %(value)s, %(day)s.") % {"value": self.latest_words, "day": self.latest_on}
        first, last = points[0], points[-1]
        change = number_in(last.value, self.unit) - number_in(first.value, self.unit)
        words = {
            "value": self.words(last),
            "first": self.words(first),
            "change": f"{abs(change):f}",
            "day": day_text(first.on, words=False),
        }
        if len(points) == 1:
            return _("%(value)s, %(day)s.") % words
        if self.metric in PAIRS:
            return _("%(value)s, %(first)s on %(day)s.") % words
        if not change:
            return _("%(value)s, as on %(day)s.") % words
        return (
            _("%(value)s, up %(change)s since %(day)s.")
            if change > 0
            else _("%(value)s, down %(change)s since %(day)s.")
        ) % words

    def charts(self, points: list[Point], since: dt.date | None) -> dict[str, Chart]:
        """Draw the points since a day, from the first on for None: the weight for wide screens and for phones."""
        boxes = {"desk-only": LARGE, "phone-only": SMALL} if self.metric == WEIGHT else {"": SMALL}
        return {where: self._chart(points, since, box) for where, box in boxes.items()} if points else {}

    def _chart(self, points: list[Point], since: dt.date | None, box: Box) -> Chart:
        return draw(
            [(point.on, float(number_in(point.value, self.unit))) for point in points],
            lows=[(point.on, float(point.diastolic)) for point in points if point.diastolic is not None],
            since=since or points[0].on,
            until=timezone.localdate() if since else points[-1].on,
            least_span=LEAST_SPAN[self.unit],
            box=box,
            goal=float(number_in(self.goal, self.unit)) if self.goal else None,
        )

    def rows(self, points: list[Point]) -> list[dict[str, Any]]:
        """Return the latest of the points as lines of a table, newest first."""
        return [
            {
                "on": point.on,
                "value": self.text(point),
                "source": SOURCES[point.source],
                "id": point.id,
                "is_own": point.source == Source.CLIENT,
            }
            for point in points[: -MOST_ROWS - 1 : -1]
        ]


def _signed(number: Decimal | int) -> str:
    sign = "+" if number > 0 else "\N{MINUS SIGN}" if number else ""
    return f"{sign}{abs(Decimal(number)):f}"


def shown(series: list[Series], units: dict[str, str], goal: int | None) -> list[Shown]:
    """Return series for a reader of these units; `goal` is the body weight to reach."""
    return [Shown(one, units, goal if one.metric == WEIGHT else None) for one in series]


def asked_range(text: str) -> str:
    """Return the name of a range; the usual one for anything else."""
    return text if text in RANGES else USUAL_RANGE


def since_of(name: str) -> dt.date | None:
    """Return the first day of a range; None for all."""
    back = RANGES[name][1]
    return timezone.localdate() - back if back else None


def frames(metrics: list[Shown], range_name: str) -> list[dict[str, Any]]:
    """Return what the page shows of each metric in a range."""
    since = since_of(range_name)
    return [
        {
            "metric": one,
            "summary": one.summary(points),
            "charts": one.charts(points, since),
            "rows": one.rows(points),
            "left_out": max(0, len(points) - MOST_ROWS),
        }
        for one in metrics
        for points in [one.series.since(since)]
        if one.metric not in ONCE or len(one.series.points) > 1
    ]
