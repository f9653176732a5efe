"""When somebody is away, or the business is closed."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models

from apps.availability.week import DAY_MINUTES, at_clock
from apps.common.models import BaseModel
from apps.common.templatetags.formats import clock_text

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo


class TimeOff(BaseModel):
    """Days of the wall clock, whole or from a minute of the first to a minute of the last.

    Without a trainer the business is closed: nobody works. `reason` is the team's own business.
    """

    trainer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    from_minute = models.PositiveSmallIntegerField(default=0)
    until_minute = models.PositiveSmallIntegerField(default=DAY_MINUTES)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "availability_time_off"
        indexes: ClassVar = [models.Index(fields=["trainer", "ends_on"], name="availability_off_by_trainer")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="availability_off_ends_later",
                condition=models.Q(ends_on__gt=models.F("starts_on"))
                | models.Q(ends_on=models.F("starts_on"), until_minute__gt=models.F("from_minute")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} to {self.ends_on}"

    @property
    def is_whole_days(self) -> bool:
        return (self.from_minute, self.until_minute) == (0, DAY_MINUTES)

    @property
    def clocks(self) -> str:
        """Return the times of the first and the last day in words."""
        first, last = (time(minute // 60 % 24, minute % 60) for minute in (self.from_minute, self.until_minute))
        return f"{clock_text(first)}–{clock_text(last)}"

    def period(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return first and last moment, in UTC, of these days on the wall clock of a zone."""
        return at_clock(self.starts_on, self.from_minute, zone), at_clock(self.ends_on, self.until_minute, zone)
