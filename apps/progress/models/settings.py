"""What a business decides about progress."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.common.models import BaseModel

ONLY = UUID(int=1)


class ClientsLog(models.TextChoices):
    """What clients may write down themselves."""

    NOTHING = "nothing", _("Nothing: the team measures")
    WEIGHT = "weight", _("Their weight")
    EVERYTHING = "everything", _("Every measurement")


class ProgressSettings(BaseModel):
    """One row, with the id `ONLY`; none while everything is as it came."""

    clients_log = models.CharField(max_length=10, choices=ClientsLog, default=ClientsLog.EVERYTHING)

    class Meta:
        db_table = "progress_settings"
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=ONLY), name="progress_settings_once")]

    def __str__(self) -> str:
        return "progress settings"
