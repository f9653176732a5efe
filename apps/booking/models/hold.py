"""A time kept for a stranger until they open the link in their mail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models

from apps.booking.models.bookable import BookableType
from apps.common.models import BaseModel

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

KEPT_FOR = timedelta(minutes=15)


class HoldState(models.TextChoices):
    HELD = "held"
    CONFIRMED = "confirmed"


class Hold(BaseModel):
    """Who asked is known by what they typed, no further; it is forgotten once they are a client, or after two days.

    `session_id` is no foreign key: a session that is erased takes nothing along here.
    """

    bookable = models.ForeignKey(BookableType, on_delete=models.PROTECT, related_name="+")
    trainer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=9, choices=HoldState, default=HoldState.HELD)
    expires_at = models.DateTimeField()
    session_id = models.UUIDField(null=True)

    class Meta:
        db_table = "booking_hold"
        indexes: ClassVar = [
            models.Index(
                fields=["trainer", "starts_at"], name="booking_holds_open", condition=models.Q(state=HoldState.HELD)
            ),
            models.Index(fields=["session_id"], name="booking_holds_by_session"),
        ]

    def __str__(self) -> str:
        return f"hold of {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def is_confirmed(self) -> bool:
        return self.state == HoldState.CONFIRMED

    def confirm(self, session_id: UUID) -> None:
        """Become a session; who asked stands in the client's record from here on."""
        self.state, self.session_id = HoldState.CONFIRMED, session_id
        self.first_name = self.last_name = self.email = self.phone = ""

    def is_running(self, at: datetime) -> bool:
        """The time is kept."""
        return self.state == HoldState.HELD and self.expires_at > at
