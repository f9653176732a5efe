"""One value of one day: a client weighed or measured."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.common.models import BaseModel, Versioned


class Source(models.TextChoices):
    """Whose word it is."""

    STAFF = "staff", _("The team")
    CLIENT = "client", _("The client")


class Measurement(BaseModel, Versioned):
    """`value` is in the base of its metric: grams, millimetres, tenths of percent, beats a minute, millimetres of mercury.

    Blood pressure has two: `value` is the upper (systolic), `diastolic` the lower. A metric has one value a day. `by` is who
    wrote it down.
    """

    client = models.ForeignKey(
        "clients.Client", on_delete=models.CASCADE, related_name="measurements", db_index=False
    )  # the constraint's index serves
    metric = models.CharField(max_length=40)
    taken_on = models.DateField()
    value = models.PositiveIntegerField()
    diastolic = models.PositiveIntegerField(null=True)
    source = models.CharField(max_length=6, choices=Source)
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        db_table = "progress_measurement"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "metric", "taken_on"], name="progress_measurement_once_a_day"),
            models.CheckConstraint(condition=models.Q(value__gt=0), name="progress_measurement_above_zero"),
            models.CheckConstraint(
                condition=models.Q(diastolic=None) | models.Q(diastolic__gt=0, diastolic__lt=models.F("value")),
                name="progress_measurement_lower_is_lower",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["taken_on", "id"], name="progress_measurement_by_day")]

    def __str__(self) -> str:
        return f"{self.metric} {self.taken_on}"
