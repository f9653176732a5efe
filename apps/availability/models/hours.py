"""When a trainer works in a usual week."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models

from apps.availability.week import no_week
from apps.common.business import current
from apps.common.models import BaseModel, Versioned

if TYPE_CHECKING:
    from apps.availability.week import Week


class WorkingHours(BaseModel, Versioned):
    """One row a trainer; none while they work as is usual (06:00 to 21:00 every day).

    `week` is seven lists of spans, Monday first, each `[from, until]` in minutes of the wall clock after midnight, sorted
    and apart: what lies between two is a break. `time_zone` says whose wall clock; empty is the business's.
    """

    trainer = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    week = models.JSONField(default=no_week)
    time_zone = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        db_table = "availability_hours"

    def __str__(self) -> str:
        return f"hours of {self.trainer_id}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone) if self.time_zone else current().zone

    def change(self, week: Week, time_zone: str) -> bool:
        """Take new hours; say whether they differ from the old."""
        new = [[list(span) for span in spans] for spans in week]
        is_changed = (self.week, self.time_zone) != (new, time_zone)
        self.week, self.time_zone = new, time_zone
        return is_changed
