"""Sessions that repeat by a rule."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models

from apps.common.models import BaseModel, Versioned
from apps.sessions.models.room import Room
from apps.sessions.models.states import Kind
from apps.sessions.recurrence import Rule, Timing

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Series(BaseModel, Versioned):
    """A rule (RFC 5545) with its first day and time on the wall of `zone`, and what each of its sessions is.

    Its sessions are rows of their own, made ahead until `made_through`, a day of the rule; null once there are no
    more to make. `exceptions` holds days that are left out, ISO 8601. `ended_at` says that it was called off.
    """

    trainer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.PERSONAL)
    room = models.ForeignKey(Room, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=120, blank=True)
    location = models.CharField(max_length=120, blank=True)
    video_link = models.URLField(max_length=500, blank=True)
    notes = models.TextField(max_length=5000, blank=True)
    rule = models.CharField(max_length=300)
    zone = models.CharField(max_length=64)
    first = models.DateField()
    clock = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField(null=True)
    exceptions = models.JSONField(default=list)
    made_through = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    members: RelatedManager[SeriesClient]

    class Meta:
        db_table = "sessions_series"

    def __str__(self) -> str:
        return f"{self.rule} {self.clock:%H:%M}"

    @property
    def duration(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    @property
    def timing(self) -> Timing:
        """The rule and all it needs to become moments."""
        return Timing(
            rule=Rule.parse(self.rule),
            first=self.first,
            clock=self.clock,
            zone=ZoneInfo(self.zone),
            exceptions={date.fromisoformat(text) for text in self.exceptions},
        )

    @property
    def type(self) -> str:
        """The kind by the name that the API gives it."""
        return self.kind

    def follow(self, timing: Timing) -> None:
        """Take rule, first day, time and exceptions of a timing."""
        self.rule, self.zone = timing.rule.text(timing.zone), timing.zone.key
        self.first, self.clock = timing.first, timing.clock
        self.leave_out(*timing.exceptions)

    def leave_out(self, *days: date) -> None:
        self.exceptions = sorted({*self.exceptions, *(day.isoformat() for day in days)})

    def end(self, at: datetime) -> None:
        """Make no more sessions."""
        self.ended_at, self.made_through = self.ended_at or at, None


class SeriesClient(BaseModel):
    """Who has a place in the sessions of a series that are still to be made."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="members")
    client = models.ForeignKey("clients.Client", on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "sessions_series_client"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "client"], name="sessions_series_client_once")
        ]

    def __str__(self) -> str:
        return f"{self.client_id} in {self.series_id}"
