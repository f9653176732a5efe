"""Something to be done after a session, for a client, or at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from apps.common.errors import IllegalTransition
from apps.common.models import BaseModel, Versioned

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

LONGEST_TEXT = 300
TO_DO = models.Q(done_at__isnull=True, deleted_at__isnull=True)


class Task(BaseModel, Versioned):
    """`assignee` does it; `author` asked for it. A day without a time: it is due all day."""

    text = models.CharField(max_length=LONGEST_TEXT)
    due_on = models.DateField()
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    client = models.ForeignKey("clients.Client", null=True, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(
        "training_sessions.TrainingSession", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "sessions_task"
        indexes: ClassVar = [
            models.Index(fields=["due_on", "id"], name="sessions_tasks_to_do", condition=TO_DO),
            models.Index(fields=["done_at", "id"], name="sessions_tasks_done", condition=~models.Q(done_at=None)),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.deleted_at is None

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on < timezone.localdate()

    def finish(self, *, by: UUID, at: dt.datetime) -> None:
        if self.done_at is not None:
            raise IllegalTransition
        self.done_at, self.done_by_id = at, by

    def reopen(self) -> None:
        if self.done_at is None:
            raise IllegalTransition
        self.done_at, self.done_by_id = None, None
