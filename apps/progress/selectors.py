"""Reading measurements. Everything starts from what the person may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apps.accounts.permissions import Permission
from apps.clients.records import goals_of, starting_measures
from apps.clients.selectors import clients_visible_to, records_visible_to
from apps.progress.metrics import METRICS, SI
from apps.progress.models import ClientsLog, Measurement, MeasurementChange, ProgressSettings

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

    from django.db.models import QuerySet

    from apps.accounts.models import User

INTAKE = "intake"
COLUMNS = ("metric", "taken_on", "value", "source", "id", "diastolic")


@dataclass(frozen=True, slots=True)
class Point:
    """A value of one day. What the intake says has no id: it is changed there."""

    on: dt.date
    value: int
    source: str
    id: UUID | None = None
    diastolic: int | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """What a client's metric was, oldest first; never empty."""

    metric: str
    points: list[Point]

    @property
    def first(self) -> Point:
        return self.points[0]

    @property
    def latest(self) -> Point:
        return self.points[-1]

    def since(self, day: dt.date | None) -> list[Point]:
        """Return the points of that day and after it; all for None."""
        return self.points if day is None else [point for point in self.points if point.on >= day]


def measurements_visible_to(user: User) -> QuerySet[Measurement]:
    """Return the measurements of the clients a person sees, for guardians of their minors too; none for the front desk."""
    if not user.may(Permission.MEASUREMENTS_VIEW):
        return Measurement.objects.none()
    return Measurement.objects.filter(client__in=records_visible_to(user).order_by().select_related(None).values("pk"))


def measurements_kept_by(user: User) -> QuerySet[Measurement]:
    """Return those that a person may change, as far as each is theirs: a guardian reads a minor's and changes none."""
    if not user.may(Permission.MEASUREMENTS_EDIT):
        return Measurement.objects.none()
    return Measurement.objects.filter(client__in=clients_visible_to(user).order_by().select_related(None).values("pk"))


def series_of(client_id: UUID) -> list[Series]:
    """Return what was measured of a client, metric by metric in their order, from the intake on. Two queries.

    The caller has checked that the measurements may be seen. Where a day was measured again after the intake, that counts.
    """
    days: dict[str, dict[dt.date, Point]] = {}
    start = starting_measures(client_id)
    for metric, value in start.values.items():
        if start.on and metric in METRICS:
            days[metric] = {start.on: Point(start.on, value, INTAKE)}
    rows = Measurement.objects.filter(client=client_id).order_by("taken_on")
    for metric, on, *facts in rows.values_list(*COLUMNS):
        days.setdefault(metric, {})[on] = Point(on, *facts)
    return [Series(name, sorted(days[name].values(), key=lambda point: point.on)) for name in METRICS if name in days]


def weight_goal(client_id: UUID) -> int | None:
    """Return the body weight in grams that a client wants to reach; None where no active goal says one."""
    goals = (goal for goal in goals_of(client_id) if goal.is_active and goal.kind == "weight")
    return next((goal.target for goal in goals if goal.unit in {SI["weight"], "lb"}), None)


def changes_of(measurement: Measurement) -> QuerySet[MeasurementChange]:
    """Return what a measurement was before, newest first."""
    return MeasurementChange.objects.filter(measurement=measurement.pk).select_related("by").order_by("-id")


def clients_may_log() -> str:
    """Return what the business lets clients write down themselves: a value of ClientsLog."""
    kept = ProgressSettings.objects.first()
    return kept.clients_log if kept else ClientsLog.EVERYTHING


def metrics_for(user: User) -> list[str]:
    """Return what a person may write down."""
    if not user.may(Permission.MEASUREMENTS_EDIT):
        return []
    if user.is_team:
        return list(METRICS)
    allowed = clients_may_log()
    return [name for name in METRICS if allowed in {ClientsLog.EVERYTHING, name}]
