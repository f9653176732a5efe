"""What happens to measurements. They say what was measured, never how much: timelines are read by the front desk too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext as _

from apps.activity.events import Event
from apps.common.templatetags.formats import day_text
from apps.progress.metrics import METRICS


@dataclass(frozen=True, kw_only=True)
class MeasurementsRecorded(Event):
    """Somebody of the team, or the client, wrote down one or more; `taken_on` is the latest of their days."""

    name: ClassVar[str] = "measurement.recorded"
    icon: ClassVar[str] = "scale"
    client_id: str
    metrics: list[str]
    taken_on: str
    source: str

    def sentence(self) -> str:
        return _("Measured: %(metrics)s") % {"metrics": ", ".join(metric_words(name) for name in self.metrics)}


@dataclass(frozen=True, kw_only=True)
class MeasurementFacts:
    """Which one it is."""

    client_id: str
    measurement_id: str
    metric: str
    taken_on: str

    def words(self) -> dict[str, str]:
        return {"metric": metric_words(self.metric), "day": day_text(date.fromisoformat(self.taken_on), words=False)}


@dataclass(frozen=True, kw_only=True)
class MeasurementChanged(MeasurementFacts, Event):
    name: ClassVar[str] = "measurement.changed"
    icon: ClassVar[str] = "edit"

    def sentence(self) -> str:
        return _("%(metric)s of %(day)s corrected") % self.words()


@dataclass(frozen=True, kw_only=True)
class MeasurementDeleted(MeasurementFacts, Event):
    name: ClassVar[str] = "measurement.deleted"
    icon: ClassVar[str] = "trash"

    def sentence(self) -> str:
        return _("%(metric)s of %(day)s deleted") % self.words()


@dataclass(frozen=True, kw_only=True)
class MeasurementRestored(MeasurementFacts, Event):
    name: ClassVar[str] = "measurement.restored"
    icon: ClassVar[str] = "refresh"

    def sentence(self) -> str:
        return _("%(metric)s of %(day)s is back") % self.words()


def metric_words(name: str) -> str:
    """Return a metric's name for people; its own where nobody knows it any more."""
    return str(METRICS[name].label) if name in METRICS else name
