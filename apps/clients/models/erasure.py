"""A client to be erased for good: asked for, waiting, done. What remains is the proof."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.common.errors import IllegalTransition
from apps.common.models import BaseModel

if TYPE_CHECKING:
    import datetime as dt

GRACE = timedelta(days=7)


def end_of_grace() -> dt.datetime:
    return timezone.now() + GRACE


class Erasure(BaseModel):
    """waiting → done or cancelled. `counts` is the proof: rows by kind, nothing about the person."""

    client = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="erasures")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    by_name = models.CharField(max_length=150)
    due_at = models.DateTimeField(default=end_of_grace)
    was_archived = models.BooleanField()
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    done_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)

    class Meta:
        db_table = "clients_erasure"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["client"],
                condition=models.Q(cancelled_at__isnull=True, done_at__isnull=True),
                name="clients_one_erasure_waits",
            ),
            models.CheckConstraint(
                condition=models.Q(cancelled_at__isnull=True) | models.Q(done_at__isnull=True),
                name="clients_erasure_done_or_cancelled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.due_at:%Y-%m-%d}"

    @property
    def is_waiting(self) -> bool:
        return self.cancelled_at is None and self.done_at is None

    def cancel(self, *, at: dt.datetime) -> None:
        """Take it back. Raises IllegalTransition once it is done."""
        if self.done_at:
            raise IllegalTransition(_("This client is erased already. That cannot be undone."))
        self.cancelled_at = at

    def finish(self, *, at: dt.datetime, counts: dict[str, int]) -> None:
        self.done_at, self.counts = at, counts
