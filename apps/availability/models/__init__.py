from __future__ import annotations

from apps.availability.models.hours import WorkingHours
from apps.availability.models.time_off import TimeOff

__all__ = ["TimeOff", "WorkingHours"]
