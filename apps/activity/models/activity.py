"""One thing that happened: timeline, audit trail and outbox in one row."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from apps.common.ids import uuid7


class Activity(models.Model):
    """Written in the transaction of its cause; never changed but for `delivered_at`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    payload = models.JSONField()
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(default=timezone.now)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "activity_activity"

    def __str__(self) -> str:
        return f"{self.name} {self.id}"


class ActivityClient(models.Model):
    """Whose timeline shows an activity. Ids only: this room lies below the clients'."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="client_links")
    client_id = models.UUIDField()

    class Meta:
        db_table = "activity_activity_client"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client_id", "activity"], name="activity_client_once"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} of {self.client_id}"
