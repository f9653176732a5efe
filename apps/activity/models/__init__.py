from __future__ import annotations

from apps.activity.models.activity import Activity, ActivityClient
from apps.activity.models.handler_run import HandlerRun

__all__ = ["Activity", "ActivityClient", "HandlerRun"]
