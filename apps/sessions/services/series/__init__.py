from __future__ import annotations

from apps.sessions.services.series.booking import book_series, preview_series
from apps.sessions.services.series.changing import change_series
from apps.sessions.services.series.ending import cancel_series, leave_series
from apps.sessions.services.series.extending import extend_series
from apps.sessions.services.series.planning import Plan, SeriesClash, Wanted
from apps.sessions.services.series.scope import Scope

__all__ = [
    "Plan",
    "Scope",
    "SeriesClash",
    "Wanted",
    "book_series",
    "cancel_series",
    "change_series",
    "extend_series",
    "leave_series",
    "preview_series",
]
