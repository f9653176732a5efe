"""What a business decides about booking."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.common.models import BaseModel, Versioned
from apps.sessions.models.states import CancelledBy, Credit

if TYPE_CHECKING:
    from datetime import datetime

ONLY = UUID(int=1)


class Settlement(models.TextChoices):
    """What becomes of the credit that a place cost."""

    SPEND = "spend", _("It is spent")
    RETURN = "return", _("It is given back")


class SlotStep(models.IntegerChoices):
    """Every how many minutes a free time may start."""

    QUARTER = 15, _("Every 15 minutes")
    HALF = 30, _("Every 30 minutes")
    HOUR = 60, _("Every hour")


class BookingRules(BaseModel, Versioned):
    """One row, with the id `ONLY`; none while everything is as it came."""

    buffer_minutes = models.PositiveSmallIntegerField(default=0)
    cancel_notice_hours = models.PositiveSmallIntegerField(default=24)
    late_cancel = models.CharField(max_length=6, choices=Settlement, default=Settlement.SPEND)
    no_show = models.CharField(max_length=6, choices=Settlement, default=Settlement.SPEND)
    self_booking = models.BooleanField(default=False)
    minimum_notice_minutes = models.PositiveSmallIntegerField(default=120)
    horizon_days = models.PositiveSmallIntegerField(default=60)
    slot_step_minutes = models.PositiveSmallIntegerField(choices=SlotStep, default=SlotStep.HALF)
    offer_minutes = models.PositiveSmallIntegerField(default=120)

    class Meta:
        db_table = "sessions_booking_rules"
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=ONLY), name="sessions_booking_rules_once")
        ]

    def __str__(self) -> str:
        return "booking rules"

    def is_late(self, starts_at: datetime, at: datetime) -> bool:
        """Say whether a client who cancels at this time is late; the last minute of the notice is in time."""
        return at > starts_at - timedelta(hours=self.cancel_notice_hours)

    def credit_for(self, *, cancelled_by: str, is_late: bool) -> Credit:
        """Return what becomes of the credit of a place that is called off."""
        is_spent = cancelled_by == CancelledBy.CLIENT and is_late and self.late_cancel == Settlement.SPEND
        return Credit.FORFEITED if is_spent else Credit.RETURNED

    @property
    def credit_of_no_show(self) -> Credit:
        return Credit.FORFEITED if self.no_show == Settlement.SPEND else Credit.RETURNED


LIMITS: dict[str, tuple[int, int]] = {
    "buffer_minutes": (0, 120),
    "cancel_notice_hours": (0, 336),
    "minimum_notice_minutes": (0, 20_160),
    "horizon_days": (1, 365),
    "offer_minutes": (15, 2_880),
}
CHOICES: dict[str, list[str] | list[int]] = {
    "late_cancel": Settlement.values,
    "no_show": Settlement.values,
    "slot_step_minutes": SlotStep.values,
}
RULES = (*LIMITS, *CHOICES, "self_booking")
"""The names of what can be decided."""
