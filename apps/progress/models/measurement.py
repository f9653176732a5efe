"""One number of one day: a client weighed or measured."""

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
    """`value` is in the base of its metric: grams, millimetres, tenths of percent, beats a minute.

    A metric has one value a day. `by` is who wrote it down.
    """

    client = models.ForeignKey(
        "clients.Client", on_delete=models.CASCADE, related_name="measurements", db_index=False
    )  # the constraint's index serves
    metric = models.CharField(max_length=40)
    taken_on = models.DateField()
    value = models.PositiveIntegerField()
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
        ]
        indexes: ClassVar = [models.Index(fields=["taken_on", "id"], name="progress_measurement_by_day")]

    def __str__(self) -> str:
        return f"{self.metric} {self.taken_on}"
