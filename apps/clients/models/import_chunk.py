"""A few hundred checked rows of an import, written and imported together."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from apps.clients.models.import_batch import ImportBatch
from apps.common.models import BaseModel


class ImportChunk(BaseModel):
    """What will be imported, what cannot be, and what was found.

    `rows` are `{"row", "values"}`, `rejected` are `{"row", "cells"}`, and each of `issues` is
    `{"row", "column", "field", "value", "kind", "reason", "level"}`.

    `done_at` is written in the transaction that makes the clients, so a killed worker neither loses nor repeats one.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    rows = models.JSONField(default=list)
    rejected = models.JSONField(default=list)
    issues = models.JSONField(default=list)
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "clients_import_chunk"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "number"], name="clients_import_chunk_once"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"
