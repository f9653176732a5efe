"""The private address of somebody's sessions, for their own calendar."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models

from apps.common.models import BaseModel


def new_nonce() -> str:
    return secrets.token_hex(16)


class CalendarFeed(BaseModel):
    """One a person. The address is derived from the nonce: another nonce ends the old address."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=32, default=new_nonce)

    class Meta:
        db_table = "booking_calendar_feed"

    def __str__(self) -> str:
        return f"feed of {self.user_id}"

    def renew(self) -> None:
        self.nonce = new_nonce()
