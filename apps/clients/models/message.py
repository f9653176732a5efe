"""A message of the team to clients, the copies of it, and who wants none."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.clients.models.ways import Way
from apps.common.errors import IllegalTransition
from apps.common.models import BaseModel

LONGEST_SUBJECT, LONGEST_TEXT = 120, 5_000


class ClientMessage(BaseModel):
    """What was written and to whom: sending → sent or stopped. `subject` and `text` may hold placeholders.

    Its clients are those of `chosen` (ids), or, without any, all that `query` finds among those added before
    `created_at`. The task goes through them by id and has decided about all up to `done_to`; `expected` is how many
    could get it when it was asked for.
    """

    class State(models.TextChoices):
        SENDING = "sending", _("On its way")
        SENT = "sent", _("Sent")
        STOPPED = "stopped", _("Stopped")

    subject = models.CharField(_("subject"), max_length=LONGEST_SUBJECT)
    text = models.TextField(_("text"), max_length=LONGEST_TEXT)
    chosen = models.JSONField(default=list)
    query = models.JSONField(default=dict)
    state = models.CharField(max_length=7, choices=State, default=State.SENDING)
    total = models.PositiveIntegerField(default=0)
    expected = models.PositiveIntegerField(default=0)
    sent = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)
    done_to = models.UUIDField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        db_table = "clients_message"
        indexes: ClassVar = [models.Index(fields=["created_at"], name="clients_messages_of_day")]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_busy(self) -> bool:
        return self.state == self.State.SENDING

    @property
    def percent(self) -> int:
        """How far it has come."""
        return min(100, 100 * (self.sent + self.left) // self.total) if self.total else 100

    def finish(self) -> None:
        self._end(self.State.SENT)

    def stop(self, reason: str = "") -> None:
        """Send no further copy. Raises IllegalTransition when all are out."""
        self._end(self.State.STOPPED)
        self.reason = reason[:300]

    def _end(self, state: str) -> None:
        if not self.is_busy:
            raise IllegalTransition(_("This message is no longer on its way."))
        self.state = state


class MessageCopy(BaseModel):
    """One client's copy: waiting → sending → sent, or left with the reason why not.

    `sending` is written before the letter leaves: whoever finds it so later does not send it again.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("On its way")
        SENT = "sent", _("Sent")
        LEFT = "left", _("Not sent")

    message = models.ForeignKey(ClientMessage, on_delete=models.CASCADE, related_name="copies", db_index=False)
    client = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="message_copies")
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "clients_message_copy"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "client"], name="clients_message_copy_once"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.client_id}"


class MessageOptOut(BaseModel):
    """A client who wants no messages of the team; letters about their own sessions and log-in still come."""

    client = models.OneToOneField("clients.Client", on_delete=models.CASCADE, related_name="message_opt_out")
    way = models.CharField(max_length=5, choices=Way)

    class Meta:
        db_table = "clients_message_opt_out"

    def __str__(self) -> str:
        return str(self.client_id)
