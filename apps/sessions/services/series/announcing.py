"""Events of a series, made from the series itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apps.sessions.models import Series, TrainingSession


def facts_of_series(series: Series, sessions: Iterable[TrainingSession]) -> dict[str, Any]:
    """Return what every event of a series tells."""
    return {
        "series_id": str(series.pk),
        "trainer_id": str(series.trainer_id),
        "type": series.kind,
        "title": series.title,
        "rule": series.rule,
        "first": series.first.isoformat(),
        "clock": f"{series.clock:%H:%M}",
        "zone": series.zone,
        "session_ids": [str(session.pk) for session in sessions],
    }
