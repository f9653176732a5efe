"""What can be booked without asking: a kind of session with its length, and who gives it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.common.models import BaseModel, Versioned

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

SHORTEST, LONGEST = 15, 240


class BookableKind(models.TextChoices):
    """How people meet; groups have their own list of places."""

    PERSONAL = "personal", _("Personal")
    ONLINE = "online", _("Online")


class BookableType(BaseModel, Versioned):
    """`trainer_ids` empty: everybody who trains. `price` is words, nothing is charged for them."""

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=BookableKind, default=BookableKind.PERSONAL)
    minutes = models.PositiveSmallIntegerField(default=60)
    price = models.CharField(max_length=40, blank=True)
    description = models.CharField(max_length=300, blank=True)
    trainer_ids = models.JSONField(default=list, blank=True)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "booking_bookable_type"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="booking_type_minutes", condition=models.Q(minutes__gte=SHORTEST, minutes__lte=LONGEST)
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def duration(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    def is_given_by(self, trainer_id: UUID) -> bool:
        return not self.trainer_ids or str(trainer_id) in self.trainer_ids

    def archive(self, at: datetime) -> None:
        self.archived_at = at
