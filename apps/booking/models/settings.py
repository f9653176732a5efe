"""What a business decides about letters to clients, and about what they see of its groups."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db import models

from apps.common.models import BaseModel

ONLY = UUID(int=1)


class LetterSettings(BaseModel):
    """One row, with the id `ONLY`; none while everything is as it came."""

    letters_to_clients = models.BooleanField(default=False)
    groups_open = models.BooleanField(default=False, db_default=False)
    asks_feedback = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "booking_letter_settings"
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=ONLY), name="booking_letter_settings_once")
        ]

    def __str__(self) -> str:
        return "letter settings"
