"""Keeping what measurements were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apps.progress.models import MeasurementChange

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.progress.models import Measurement


def facts_of(measurement: Measurement) -> dict[str, Any]:
    """Return what a change keeps of a measurement, as JSON."""
    return {
        "value": measurement.value,
        "diastolic": measurement.diastolic,
        "taken_on": measurement.taken_on.isoformat(),
        "note": measurement.note,
        "source": measurement.source,
        "by": str(measurement.by_id) if measurement.by_id else None,
        "version": measurement.version,
    }


def change_of(
    measurement: Measurement, *, before: dict[str, Any] | None, after: dict[str, Any] | None, by: User
) -> MeasurementChange:
    """Return a change that is not saved yet."""
    return MeasurementChange(
        client_id=measurement.client_id,
        measurement=measurement.pk,
        metric=measurement.metric,
        before=before,
        after=after,
        by=by,
    )
