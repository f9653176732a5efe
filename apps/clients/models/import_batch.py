"""One file of clients on its way in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.common.errors import IllegalTransition
from apps.common.models import BaseModel

if TYPE_CHECKING:
    from apps.accounts.models import User


class ImportBatch(BaseModel):
    """uploaded → checking → mapped → running → done → undoing → undone; failed and undone are ends. Guarded by the methods below.

    `reading` says how the bytes were read (encoding, delimiter) and `mapping` which column feeds which field; both
    may be changed until the run begins, and changing them checks the file again.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        CHECKING = "checking", _("Being checked")
        MAPPED = "mapped", _("Ready to import")
        RUNNING = "running", _("Being imported")
        DONE = "done", _("Imported")
        FAILED = "failed", _("Failed")
        UNDOING = "undoing", _("Being taken back")
        UNDONE = "undone", _("Taken back")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.UPLOADED: {State.CHECKING, State.FAILED},
        State.CHECKING: {State.MAPPED, State.CHECKING, State.FAILED},
        State.MAPPED: {State.CHECKING, State.RUNNING},
        State.RUNNING: {State.DONE, State.FAILED},
        State.DONE: {State.UNDOING},
        State.UNDOING: {State.UNDONE},
        State.FAILED: set(),
        State.UNDONE: set(),
    }

    file_name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    stored_as = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=State, default=State.UPLOADED)
    state_changed_at = models.DateTimeField(default=timezone.now)
    reading = models.JSONField(default=dict)
    header = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    evidence = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0)
    checked = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    imported = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0, db_default=0)
    remained = models.PositiveIntegerField(default=0, db_default=0)
    undone_to = models.UUIDField(null=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    accept_errors = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        db_table = "clients_import_batch"

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_busy(self) -> bool:
        return self.state in {self.State.CHECKING, self.State.RUNNING, self.State.UNDOING}

    @property
    def percent(self) -> int:
        """How far the check, the run or taking back has come."""
        if self.state == self.State.UNDOING:
            return _percent(self.removed + self.remained, self.imported)
        return _percent(self.checked if self.state == self.State.CHECKING else self.imported + self.skipped, self.rows)

    def begin_check(self) -> None:
        self._become(self.State.CHECKING)
        self.checked = self.good = self.bad = 0
        self.attempt += 1

    def become_mapped(self) -> None:
        self._become(self.State.MAPPED)

    def begin_run(self, *, accept_errors: bool) -> None:
        self._become(self.State.RUNNING)
        self.accept_errors = accept_errors

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
                _("This import is “%(state)s”, so this cannot be done with it.")
                % {"state": self.State(self.state).label}
            )
        self.state, self.state_changed_at = state, timezone.now()


def _percent(done: int, total: int) -> int:
    return min(100, 100 * done // total) if total else 0
