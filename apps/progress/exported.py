"""What progress puts into the export of a client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apps.progress.metrics import METRICS, SI, exact_in, unit_for
from apps.progress.models import Measurement, MeasurementChange

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID


class ExportedMeasurements:
    """Every measurement by its day, in kilograms, centimetres and millimetres of mercury; for the team also what they were before."""

    name = "progress"

    def tables(self, client_ids: Sequence[UUID], *, is_own: bool) -> dict[str, list[dict[str, Any]]]:
        rows = Measurement.objects.filter(client__in=client_ids).select_related("by").order_by("taken_on", "id")
        found = {"measurements": [_row(row) for row in rows]}
        if not is_own:
            changes = MeasurementChange.objects.filter(client__in=client_ids).select_related("by").order_by("id")
            found["measurement_changes"] = [_change(change) for change in changes]
        return found

    def files(self, client_ids: Sequence[UUID]) -> dict[str, str]:
        return {}


def _row(row: Measurement) -> dict[str, Any]:
    unit = unit_for(row.metric, SI)
    return {
        "id": row.pk,
        "metric": row.metric,
        "taken_on": row.taken_on,
        "value": f"{exact_in(row.value, unit):f}",
        "diastolic": row.diastolic,
        "unit": unit,
        "source": row.source,
        "by": row.by.full_name if row.by else "",
        "note": row.note,
        "created_at": row.created_at,
    }


def _change(change: MeasurementChange) -> dict[str, Any]:
    return {
        "measurement": change.measurement,
        "metric": change.metric,
        "at": change.created_at,
        "by": change.by.full_name if change.by else "",
        "before": _facts(change.metric, change.before),
        "after": _facts(change.metric, change.after),
    }


def _facts(metric: str, facts: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return what a measurement was, without ids of people; nothing for nothing."""
    if facts is None or metric not in METRICS:
        return None
    unit = unit_for(metric, SI)
    said = {"value": f"{exact_in(facts['value'], unit):f}", "unit": unit}
    return said | {name: facts.get(name) for name in ("diastolic", "taken_on", "note", "source")}
