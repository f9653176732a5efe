"""A way back for an owner who lost every second step and has nobody in the business to ask."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.common.errors import Conflict, IllegalTransition
from apps.common.models import BaseModel

if TYPE_CHECKING:
    from uuid import UUID

DELAY = timedelta(hours=72)
SHORTEST_DELAY = timedelta(hours=4)  # long enough for somebody to read the mail


class Recovery(BaseModel):
    """Opened by platform staff after they checked who asks; it takes effect later, unless somebody of the business stops it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recoveries")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    # Platform staff live in the public schema: their ids, and their names as they were.
    opened_by = models.UUIDField()
    opened_by_name = models.CharField(max_length=150)
    hastened_by = models.UUIDField(null=True)
    hastened_by_name = models.CharField(max_length=150, blank=True)
    identity_check = models.CharField(max_length=500)
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    stopped_by = models.CharField(max_length=254, blank=True)

    class Meta:
        db_table = "accounts_recovery"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(state="waiting"), name="accounts_recovery_waits_once"
            )
        ]

    def __str__(self) -> str:
        return f"recovery of {self.user_id}"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def soonest(self) -> datetime:
        """When it takes effect once a second member of staff has confirmed it."""
        return self.created_at + SHORTEST_DELAY

    def hasten(self, *, staff_id: UUID, name: str) -> None:
        """Shorten the delay. Raises IllegalTransition, or Conflict for whoever opened it."""
        self._check_waiting()
        if staff_id == self.opened_by:
            raise Conflict(_("A second member of staff shortens the delay, not who opened it."), code="same_person")
        self.hastened_by, self.hastened_by_name = staff_id, name
        self.due_at = min(self.due_at, max(self.soonest, timezone.now()))

    def stop(self, *, by: str) -> None:
        """End it without effect. Raises IllegalTransition."""
        self._check_waiting()
        self.state, self.stopped_by, self.ended_at = self.State.STOPPED, by, timezone.now()

    def finish(self) -> None:
        """End it with effect. Raises IllegalTransition, also before its time."""
        self._check_waiting()
        if self.due_at > timezone.now():
            raise IllegalTransition(_("It is not due yet."))
        self.state, self.ended_at = self.State.DONE, timezone.now()

    def _check_waiting(self) -> None:
        if not self.is_waiting:
            raise IllegalTransition(_("This recovery is over."))
