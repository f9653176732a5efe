"""Clients who may be one person, found by looking through the whole business."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from apps.common.models import BaseModel


class DuplicatePair(BaseModel):
    """Two clients who look alike. A dismissed one is remembered and not shown again."""

    first = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField()
    scan = models.UUIDField()
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        db_table = "clients_duplicate_pair"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="clients_duplicate_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="clients_duplicate_pair_in_order"),
        ]
        indexes: ClassVar = [models.Index(fields=["-score", "-id"], name="clients_duplicates_by_score")]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"


class DuplicateScan(BaseModel):
    """One look through the business; the newest is the one that counts."""

    finished_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        db_table = "clients_duplicate_scan"
        constraints: ClassVar = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(finished_at__isnull=True), name="clients_one_duplicate_scan"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
