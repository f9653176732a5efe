"""Forgetting who asked for a time and never opened the link."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from apps.booking.models import Hold
from apps.booking.models.hold import HoldState
from apps.common import due

if TYPE_CHECKING:
    from uuid import UUID

FORGET = "booking.forget_hold"
KEPT_FOR = timedelta(days=2)


def forget_later(hold: Hold) -> None:
    """Ask, in the transaction of the hold, for it to be forgotten."""
    due.schedule(kind=FORGET, key=str(hold.pk), due_at=timezone.now() + KEPT_FOR)


def forget_hold(hold_id: UUID | str) -> None:
    """Delete a hold that was never confirmed; of one that was, nothing personal is left. Safe to repeat."""
    with transaction.atomic():
        Hold.objects.filter(pk=hold_id, state=HoldState.HELD).delete()
        due.cancel(kind=FORGET, keys=[str(hold_id)])
