"""One file of clients on its way in."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.common.errors import IllegalTransition
from apps.common.models import BaseModel


class ImportBatch(BaseModel):
    """uploaded → checking → mapped → running → done; failed and undone are ends. Guarded by the methods below.

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
        UNDONE = "undone", _("Taken back")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.UPLOADED: {State.CHECKING, State.FAILED},
        State.CHECKING: {State.MAPPED, State.CHECKING, State.FAILED},
        State.MAPPED: {State.CHECKING, State.RUNNING},
        State.RUNNING: {State.DONE, State.FAILED},
        State.DONE: {State.UNDONE},
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
    attempt = models.PositiveSmallIntegerField(default=0)
    accept_errors = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        db_table = "clients_import_batch"

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_busy(self) -> bool:
        return self.state in {self.State.CHECKING, self.State.RUNNING}

    @property
    def percent(self) -> int:
        """How far the check or the run has come."""
        done = self.checked if self.state == self.State.CHECKING else self.imported + self.skipped
        return min(100, 100 * done // self.rows) if self.rows else 0

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

    def undo(self) -> None:
        self._become(self.State.UNDONE)

    def _become(self, state: str) -> None:
        if state not in self.TRANSITIONS[self.state]:
            raise IllegalTransition(
                _("This import is “%(state)s”, so this cannot be done with it.")
                % {"state": self.State(self.state).label}
            )
        self.state, self.state_changed_at = state, timezone.now()
