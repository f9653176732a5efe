"""One set of answers to the health questionnaire, and what a doctor said of it."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.clients.models.ways import Way
from apps.common.errors import IllegalTransition
from apps.common.models import BaseModel, Versioned

VALID_FOR = dt.timedelta(days=365)


class Clearance(models.TextChoices):
    """Whether a client may train. `NONE`: never asked."""

    NONE = "none", _("Not screened")
    CLEAR = "clear", _("Clear to train")
    NEEDED = "needed", _("Needs a doctor’s clearance")
    CLEARED = "cleared", _("Cleared by a doctor")
    DECLINED = "declined", _("Clearance declined")


class Screening(BaseModel, Versioned):
    """The answers never change: asked again is another row, and the latest counts.

    `clear → needed`, `needed → cleared | declined`, `cleared → needed | cleared`, `declined → needed | cleared`. A clearance with
    an end counts as needed after it.
    """

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Clearance.CLEAR: {Clearance.NEEDED},
        Clearance.NEEDED: {Clearance.CLEARED, Clearance.DECLINED},
        Clearance.CLEARED: {Clearance.NEEDED, Clearance.CLEARED},
        Clearance.DECLINED: {Clearance.NEEDED, Clearance.CLEARED},
    }

    client = models.ForeignKey(
        "clients.Client", on_delete=models.CASCADE, related_name="screenings", db_index=False
    )  # the index below serves
    questionnaire = models.PositiveSmallIntegerField()
    answers = models.JSONField()
    flags = models.JSONField()
    way = models.CharField(max_length=5, choices=Way)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=Clearance)
    cleared_on = models.DateField(null=True)
    cleared_until = models.DateField(null=True)
    clearance_note = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    asked_again_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "clients_screening"
        indexes: ClassVar = [
            models.Index(fields=["client", "-id"], name="clients_screening_latest"),
            models.Index(
                fields=["client"],
                condition=models.Q(state="needed")
                | models.Q(asked_again_at__isnull=False)
                | models.Q(state="cleared", cleared_until__isnull=False),
                name="clients_screening_waits",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=["clear", "needed", "cleared", "declined"]),
                name="clients_screening_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.state}"

    @property
    def clearance(self) -> Clearance:
        """What counts today, in the business's zone."""
        if self.state == Clearance.CLEARED and self.cleared_until and self.cleared_until < timezone.localdate():
            return Clearance.NEEDED
        return Clearance(self.state)

    @property
    def due_at(self) -> dt.datetime:
        """When the questions are asked again."""
        return self.answered_at + VALID_FOR

    @property
    def is_due(self) -> bool:
        return self.asked_again_at is not None or self.due_at <= timezone.now()

    def decide(self, state: str, *, note: str, on: dt.date | None = None, until: dt.date | None = None) -> None:
        """Move to another clearance. Raises IllegalTransition for a move that makes no sense."""
        if state not in self.TRANSITIONS[self.state]:
            raise IllegalTransition(
                _("This screening is “%(state)s”, so this cannot be done with it.")
                % {"state": Clearance(self.state).label}
            )
        is_cleared = state == Clearance.CLEARED
        self.state, self.clearance_note, self.decided_at = state, note, timezone.now()
        self.cleared_on, self.cleared_until = (on, until) if is_cleared else (None, None)
