"""What a business decides about its clients."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db import models

from apps.common.models import BaseModel

ONLY = UUID(int=1)
RISK_DAYS, MOST_RISK_DAYS = 14, 365


class ClientSettings(BaseModel):
    """One row, with the id `ONLY`; none while everything is as it came."""

    risk_after_days = models.PositiveSmallIntegerField(default=RISK_DAYS, db_default=RISK_DAYS)

    tags_on_list = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "clients_settings"
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=ONLY), name="clients_settings_once"),
            models.CheckConstraint(
                condition=models.Q(risk_after_days__gte=1, risk_after_days__lte=365), name="clients_settings_risk"
            ),
        ]

    def __str__(self) -> str:
        return "client settings"
