"""Everything about one client in one file, for them to take along."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from apps.common.models import BaseModel

KEPT_FOR = timedelta(days=7)


class ClientExport(BaseModel):
    """asked for, then ready with a file that is thrown away after a week."""

    client = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    ready_at = models.DateTimeField(null=True)
    stored_as = models.CharField(max_length=200, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "clients_export"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["client"], condition=models.Q(ready_at__isnull=True), name="clients_one_export_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.created_at:%Y-%m-%d}"

    @property
    def is_there(self) -> bool:
        """Its file can be fetched."""
        return bool(self.stored_as) and self.ready_at is not None and timezone.now() < self.ready_at + KEPT_FOR
