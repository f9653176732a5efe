"""Another address for a log-in: asked for, confirmed at the new one, or taken back at the old one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.common.errors import IllegalTransition
from apps.common.models import BaseModel

CONFIRM_WITHIN = timedelta(days=3)
TAKEN_BACK_WITHIN = timedelta(days=7)


class EmailChange(BaseModel):
    """Nothing changes while it waits."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        TAKEN_BACK = "taken_back", _("Taken back")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="email_changes")
    old = models.EmailField(max_length=254)
    new = models.EmailField(max_length=254)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_email_change"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(state="waiting"), name="accounts_email_change_waits_once"
            )
        ]

    def __str__(self) -> str:
        return f"another address of {self.user_id}"

    @property
    def confirmed_by(self) -> datetime:
        """Until when the link to the new address works."""
        return self.created_at + CONFIRM_WITHIN

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING and self.confirmed_by > timezone.now()

    @property
    def may_be_taken_back(self) -> bool:
        """Say whether the link to the old address still works, also when whoever asked has withdrawn it meanwhile."""
        return self.state != self.State.TAKEN_BACK and timezone.now() < self.taken_back_by

    @property
    def taken_back_by(self) -> datetime:
        """Until when the old address may take it back: a week from asking, and from the change another."""
        begins = self.ended_at if self.state == self.State.DONE else None
        return (begins or self.created_at) + TAKEN_BACK_WITHIN

    def finish(self) -> None:
        """Note that the new address was confirmed. Raises IllegalTransition, also when it is too late."""
        if not self.is_waiting:
            raise IllegalTransition(_("This link was used, was withdrawn, or has expired."), code="change_over")
        self._end(self.State.DONE)

    def withdraw(self) -> None:
        """Note that the person does not want it any more, or wants yet another one."""
        self._end(self.State.WITHDRAWN)

    def take_back(self) -> None:
        """Note that whoever reads mail at the old address knows nothing of it. Raises IllegalTransition."""
        if not self.may_be_taken_back:
            raise IllegalTransition(_("This is over: it was taken back, or a week has passed."), code="change_over")
        self._end(self.State.TAKEN_BACK)

    def _end(self, state: EmailChange.State) -> None:
        self.state, self.ended_at = state, timezone.now()
