from __future__ import annotations

from apps.availability.services.hours import set_hours
from apps.availability.services.time_off import add_time_off, remove_time_off

__all__ = ["add_time_off", "remove_time_off", "set_hours"]
