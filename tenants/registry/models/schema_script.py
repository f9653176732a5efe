"""The SQL that makes one empty business."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class SchemaScript(models.Model):
    """A script recorded from the migrations, keyed by their fingerprint."""

    fingerprint = models.CharField(max_length=64, primary_key=True)
    sql = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "tenants_schema_script"

    def __str__(self) -> str:
        return self.fingerprint
