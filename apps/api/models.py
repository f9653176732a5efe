"""What was answered to a request that may be sent again."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from apps.common.models import BaseModel


class IdempotencyRecord(BaseModel):
    """One finished write: written in the write's own transaction, so that there is never one without the other."""

    user_id = models.UUIDField()
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.BinaryField()

    class Meta:
        db_table = "api_idempotency_record"
        constraints: ClassVar = [models.UniqueConstraint(fields=["user_id", "key"], name="api_idempotency_key_once")]
        indexes: ClassVar = [models.Index(fields=["created_at"], name="api_idempotency_created_at")]

    def __str__(self) -> str:
        return self.key
