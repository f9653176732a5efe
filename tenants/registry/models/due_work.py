"""Work that is due at some time, of all businesses, in one public table."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class DueWork(models.Model):
    """One row of work: written by the tenant in the same transaction as its cause, claimed by the platform's sweeper.

    Row-level security lets a tenant's role see and write only rows of its own schema (see the migration).
    """

    id = models.BigAutoField(primary_key=True)
    schema_name = models.CharField(max_length=63)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    due_at = models.DateTimeField()

    class Meta:
        db_table = "due_work"
        constraints: ClassVar = [models.UniqueConstraint(fields=["schema_name", "kind", "key"], name="due_work_once")]
        indexes: ClassVar = [models.Index(fields=["due_at"], name="due_work_due_at")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} of {self.schema_name}"
