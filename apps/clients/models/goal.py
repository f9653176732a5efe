"""Something a client wants to reach, with or without a number."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.common.errors import IllegalTransition
from apps.common.models import BaseModel, Versioned


class Goal(BaseModel, Versioned):
    """active → achieved | abandoned → active. `target` is kept in the base of its unit: grams, millimetres, tenths of percent, seconds, metres, times."""

    class Kind(models.TextChoices):
        WEIGHT = "weight", _("Body weight")
        STRENGTH = "strength", _("Strength")
        ENDURANCE = "endurance", _("Endurance")
        HABIT = "habit", _("Habit")
        OTHER = "other", _("Other")

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        ACHIEVED = "achieved", _("Achieved")
        ABANDONED = "abandoned", _("Abandoned")

    client = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="goals")
    kind = models.CharField(max_length=9, choices=Kind)
    text = models.CharField(max_length=200)
    target = models.PositiveIntegerField(null=True)
    unit = models.CharField(max_length=5, blank=True)
    target_date = models.DateField(null=True)
    state = models.CharField(max_length=9, choices=State, default=State.ACTIVE)
    ended_on = models.DateField(null=True)

    class Meta:
        db_table = "clients_goal"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(target__isnull=True, unit="")
                | (models.Q(target__isnull=False) & ~models.Q(unit="")),
                name="clients_goal_target_has_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ACTIVE

    def end(self, state: str) -> None:
        """Achieve or abandon it. Raises IllegalTransition when it has ended."""
        if not self.is_active or state not in {self.State.ACHIEVED, self.State.ABANDONED}:
            raise IllegalTransition(_("This goal has ended already."))
        self.state, self.ended_on = state, timezone.localdate()

    def reopen(self) -> None:
        """Take it up again. Raises IllegalTransition when it is active."""
        if self.is_active:
            raise IllegalTransition(_("This goal is active."))
        self.state, self.ended_on = self.State.ACTIVE, None
