"""A client's turn to a place in a full group."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.common.errors import IllegalTransition
from apps.common.models import BaseModel
from apps.sessions.models.session import TrainingSession

if TYPE_CHECKING:
    from datetime import datetime


class Turn(models.TextChoices):
    """Where a waiting client stands. The last five are over."""

    WAITING = "waiting", gettext_lazy("Waiting")
    OFFERED = "offered", gettext_lazy("Offered a place")
    TAKEN = "taken", gettext_lazy("Has a place")
    DECLINED = "declined", gettext_lazy("Declined")
    EXPIRED = "expired", gettext_lazy("Did not answer")
    LEFT = "left", gettext_lazy("Taken off the list")
    CLOSED = "closed", gettext_lazy("No place became free")


IN_LINE = (Turn.WAITING, Turn.OFFERED)


class WaitingPlace(BaseModel):
    """First come, first served: by `joined_at`. An open offer keeps a seat free until `offer_until`."""

    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="waiting")
    client = models.ForeignKey("clients.Client", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=Turn, default=Turn.WAITING)
    joined_at = models.DateTimeField(default=timezone.now)
    offered_at = models.DateTimeField(null=True)
    offer_until = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "sessions_waiting_place"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "client"], name="sessions_waiting_once", condition=models.Q(state__in=IN_LINE)
            )
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.state} for {self.session_id}"

    @property
    def is_offered(self) -> bool:
        return self.state == Turn.OFFERED

    @property
    def is_in_line(self) -> bool:
        return self.state in IN_LINE

    def is_open(self, at: datetime) -> bool:
        """Say whether there is an offer that can still be answered."""
        return self.state == Turn.OFFERED and self.offer_until is not None and at < self.offer_until

    def offer(self, at: datetime, until: datetime) -> None:
        self._need(self.state == Turn.WAITING)
        self.state, self.offered_at, self.offer_until = Turn.OFFERED, at, until

    def accept(self, at: datetime) -> None:
        self._answer(Turn.TAKEN, at)

    def decline(self, at: datetime) -> None:
        self._answer(Turn.DECLINED, at)

    def expire(self, at: datetime) -> None:
        """End an offer whose time is over."""
        self._need(self.state == Turn.OFFERED and not self.is_open(at))
        self.state = Turn.EXPIRED

    def leave(self) -> None:
        self._need(self.is_in_line)
        self.state = Turn.LEFT

    def close(self) -> None:
        """End the wait because the session begins without them, or is called off."""
        self._need(self.is_in_line)
        self.state = Turn.CLOSED

    def take(self, at: datetime) -> None:
        """Say that the team gave them a place outside of an offer."""
        self._need(self.is_in_line)
        self.state, self.answered_at = Turn.TAKEN, at

    def _answer(self, state: Turn, at: datetime) -> None:
        self._need(self.is_open(at))
        self.state, self.answered_at = state, at

    def _need(self, is_possible: object) -> None:
        if not is_possible:
            raise IllegalTransition(_("This offer is over."), extra={"state": self.state})
