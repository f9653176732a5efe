"""What somebody did in a session: exercises, and the sets of each.

Devices that are offline write too, so each row is two registers: what it says (`stamp`) and whether it is there
(`presence_stamp`). The greater stamp wins in each, whatever the order of arrival; see docs/decisions/0580.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.common.models import BaseModel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models.fields.related_descriptors import RelatedManager

LONGEST_NAME, LONGEST_NOTE = 120, 500
THERE = Q(is_deleted=False)
"""Rows that are shown: not deleted. An exercise without a name is one whose own words have not arrived yet."""


def key_of(name: str) -> str:
    """Return an exercise's name as names are compared: "box  Squat" is "Box squat"."""
    return " ".join(name.casefold().split())[:LONGEST_NAME]


class Measure(models.TextChoices):
    """What is counted of an exercise."""

    LOAD = "load", _("Weight and reps")
    REPS = "reps", _("Reps")
    TIME = "time", _("Time")
    DISTANCE = "distance", _("Distance and time")


class SetKind(models.TextChoices):
    WORK = "work", _("Work")
    WARM_UP = "warm_up", _("Warm-up")
    DROP = "drop", _("Drop")
    FAILURE = "failure", _("To failure")


class Side(models.TextChoices):
    BOTH = "", _("Both")
    LEFT = "left", _("Left")
    RIGHT = "right", _("Right")


class Stamped(BaseModel):
    """A row that is written from several places, each with its own clock."""

    stamp = models.BigIntegerField(default=0)
    presence_stamp = models.BigIntegerField(default=0)
    is_deleted = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        abstract = True

    def say(self, values: Mapping[str, Any], *, stamp: int) -> bool:
        """Take what was said then, unless something later was said; say whether it was taken."""
        if stamp <= self.stamp:
            return False
        for name, value in values.items():
            setattr(self, name, value)
        self.stamp = stamp
        return True

    def show(self, *, is_deleted: bool, stamp: int) -> bool:
        """Delete it or bring it back, unless that was decided later; deleting wins over what is said of it."""
        if stamp <= self.presence_stamp:
            return False
        self.is_deleted, self.presence_stamp = is_deleted, stamp
        return True


class LoggedExercise(Stamped):
    """One exercise of one client in one session. `name_key` is the name as names are compared."""

    session = models.ForeignKey(
        "training_sessions.TrainingSession", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    client = models.ForeignKey("clients.Client", on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    name_key = models.CharField(max_length=LONGEST_NAME, blank=True)
    measure = models.CharField(max_length=8, choices=Measure, default=Measure.LOAD)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    position_stamp = models.BigIntegerField(default=0)

    sets: RelatedManager[LoggedSet]

    class Meta:
        db_table = "sessions_logged_exercise"
        indexes: ClassVar = [
            models.Index(fields=["session", "client"], name="sessions_log_of"),
            models.Index(fields=["client"], name="sessions_log_of_client"),
            models.Index(fields=["created_at"], name="sessions_log_by_time"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(name="sessions_log_measure_known", condition=Q(measure__in=Measure.values)),
        ]

    def __str__(self) -> str:
        return self.name

    def place_at(self, position: int, *, stamp: int) -> bool:
        """Give it a place in the order, unless a later order gave it one."""
        if stamp <= self.position_stamp:
            return False
        self.position, self.position_stamp = position, stamp
        return True


class LoggedSet(Stamped):
    """One set as it was done. Load in grams, distance in millimetres, time in seconds, RPE from 1 in half steps."""

    exercise = models.ForeignKey(LoggedExercise, on_delete=models.CASCADE, related_name="sets")
    number = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=8, choices=SetKind, default=SetKind.WORK)
    reps = models.PositiveSmallIntegerField(null=True)
    load = models.PositiveIntegerField(null=True)
    rpe = models.DecimalField(max_digits=3, decimal_places=1, null=True)
    seconds = models.PositiveIntegerField(null=True)
    distance = models.PositiveIntegerField(null=True)
    side = models.CharField(max_length=5, choices=Side, blank=True)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)

    class Meta:
        db_table = "sessions_logged_set"
        constraints: ClassVar = [
            models.CheckConstraint(name="sessions_set_kind_known", condition=Q(kind__in=SetKind.values)),
            models.CheckConstraint(name="sessions_set_side_known", condition=Q(side__in=Side.values)),
            models.CheckConstraint(
                name="sessions_set_rpe_known", condition=Q(rpe__isnull=True) | Q(rpe__gte=1, rpe__lte=10)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.load} × {self.reps}"
