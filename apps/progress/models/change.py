"""What a measurement was before it was changed, replaced or deleted."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from apps.common.models import BaseModel


class MeasurementChange(BaseModel):
    """Written in the transaction of its edit; never changed.

    `before` and `after` are `{"value", "diastolic", "taken_on", "note", "source", "by", "version"}` as JSON; `after` is null for a deletion,
    `before` where a deletion was taken back. `measurement` outlives its row.
    """

    client = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="+", db_index=False)
    measurement = models.UUIDField(db_index=True, editable=False)
    metric = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        db_table = "progress_measurement_change"
        indexes: ClassVar = [models.Index(fields=["client", "id"], name="progress_change_of_client")]

    def __str__(self) -> str:
        return f"{self.metric} {self.measurement}"
