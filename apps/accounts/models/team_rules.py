"""What the business asks of its team's log-ins."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models

if TYPE_CHECKING:
    import datetime as dt


class TeamRules(models.Model):
    """The one row of them; a business that never decided anything has none."""

    ONE: ClassVar[int] = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONE, editable=False)
    second_step_from = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "accounts_team_rules"
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="accounts_team_rules_are_one")]

    def __str__(self) -> str:
        return f"second step from {self.second_step_from}"

    def ask_second_step(self, at: dt.datetime) -> None:
        self.second_step_from = at

    def ask_nothing(self) -> None:
        self.second_step_from = None
