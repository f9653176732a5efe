"""One act on many clients."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.common.errors import IllegalTransition
from apps.common.models import BaseModel

if TYPE_CHECKING:
    from apps.accounts.models import User


class BulkAct(BaseModel):
    """running → done → undoing → undone; failed is an end. Guarded by the methods below.

    The clients are those of `chosen` (ids), or, without any, all that `query` finds among those added before
    `created_at`, the moment that counts as now. The task goes through them by id: all up to `done_to` are done, and when undoing
    up to `undone_to`.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Stopped")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.RUNNING: {State.DONE, State.FAILED},
        State.DONE: {State.UNDOING},
        State.FAILED: {State.UNDOING},
        State.UNDOING: {State.UNDONE},
        State.UNDONE: set(),
    }

    kind = models.CharField(max_length=40)
    options = models.JSONField(default=dict)
    chosen = models.JSONField(default=list)
    query = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    total = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    restored = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    done_to = models.UUIDField(null=True)
    undone_to = models.UUIDField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        db_table = "clients_bulk_act"

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_busy(self) -> bool:
        return self.state in {self.State.RUNNING, self.State.UNDOING}

    @property
    def percent(self) -> int:
        """How far the act, or taking it back, has come."""
        if self.state in {self.State.UNDOING, self.State.UNDONE}:
            return _percent(self.restored + self.kept, self.changed)
        return _percent(self.changed + self.unchanged + self.refused, self.total)

    def finish(self) -> None:
        self._become(self.State.DONE)

    def fail(self, reason: str) -> None:
        self._become(self.State.FAILED)
        self.reason = reason[:300]

    def begin_undo(self, by: User) -> None:
        self._become(self.State.UNDOING)
        self.undone_by = by

    def finish_undo(self) -> None:
        self._become(self.State.UNDONE)

    def _become(self, state: str) -> None:
        if state not in self.TRANSITIONS[self.state]:
            raise IllegalTransition(
                _("This is “%(state)s”, so this cannot be done with it.") % {"state": self.State(self.state).label}
            )
        self.state = state


class BulkRow(BaseModel):
    """What the act did to one client, written in the transaction that did it.

    `before` is what undoing needs and `version` the client's after the act; `refusal` says why nothing was done, and
    `kept` why undoing left it.
    """

    act = models.ForeignKey(BulkAct, on_delete=models.CASCADE, related_name="rows", db_index=False)
    client = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="+")
    before = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    refusal = models.CharField(max_length=300, blank=True)
    kept = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "clients_bulk_row"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["act", "client"], name="clients_bulk_row_once"),
        ]

    def __str__(self) -> str:
        return f"{self.act_id} {self.client_id}"


def _percent(done: int, total: int) -> int:
    return min(100, 100 * done // total) if total else 100
