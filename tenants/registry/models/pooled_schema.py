"""A schema made ahead of time, waiting for a business."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone


class PooledSchema(models.Model):
    """One ready, empty schema of the warm pool. Sign-up claims it by deleting this row; the schema keeps its name."""

    class State(models.TextChoices):
        BUILDING = "building"
        READY = "ready"

    schema_name = models.CharField(max_length=63, primary_key=True)
    database = models.CharField(max_length=40, default="main")
    schema_version = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.BUILDING)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "tenants_pooled_schema"
        indexes: ClassVar = [models.Index(fields=["database", "state", "created_at"], name="tenants_pool_next")]

    def __str__(self) -> str:
        return f"{self.schema_name} ({self.state})"
