"""Two clients made one: what moved, so that it can be taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone

from apps.common.models import BaseModel

if TYPE_CHECKING:
    import datetime as dt

UNDO_WITHIN = timedelta(days=30)


class MergeRecord(BaseModel):
    """Written in the merge's transaction.

    `fields` is what the merge changed of the winner, as in ClientChange;
    `journal` is what each room moved, by its name: ids and left-out rows, enough to put everything back.
    """

    winner = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="merges")
    loser = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    fields = models.JSONField()
    change = models.UUIDField(null=True)
    journal = models.JSONField()
    loser_archived_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        db_table = "clients_merge"

    def __str__(self) -> str:
        return f"{self.loser_id} into {self.winner_id}"

    @property
    def undo_until(self) -> dt.datetime:
        return self.created_at + UNDO_WITHIN

    @property
    def may_be_undone(self) -> bool:
        """Within 30 days, and not yet; later changes may still forbid it."""
        return self.undone_at is None and timezone.now() <= self.undo_until
