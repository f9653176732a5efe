"""The receipt of one asynchronous receiver for one activity."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from apps.activity.models.activity import Activity


class HandlerRun(models.Model):
    """Written in the receiver's own transaction: a second delivery finds it and does nothing."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="runs")
    handler = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "activity_handler_run"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "handler"], name="activity_handler_once"),
        ]

    def __str__(self) -> str:
        return f"{self.handler} of {self.activity_id}"
