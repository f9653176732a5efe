"""How a session was for a client."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.common.models import BaseModel, Versioned

LONGEST_WORDS, LONGEST_PLACE = 2_000, 200


class SessionFeedback(BaseModel, Versioned):
    """One a session and client. Pain is health: the team's front desk never reads it.

    `is_own`: the client said it themselves, or a guardian did; then the team no longer changes it.
    """

    session = models.ForeignKey(
        "training_sessions.TrainingSession", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    client = models.ForeignKey("clients.Client", on_delete=models.PROTECT, related_name="+")
    rating = models.PositiveSmallIntegerField(null=True)
    effort = models.DecimalField(max_digits=3, decimal_places=1, null=True)
    has_pain = models.BooleanField(null=True)
    pain_where = models.CharField(max_length=LONGEST_PLACE, blank=True)
    pain_level = models.PositiveSmallIntegerField(null=True)
    words = models.TextField(max_length=LONGEST_WORDS, blank=True)
    is_own = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        db_table = "sessions_feedback"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "client"], name="sessions_feedback_once"),
            models.CheckConstraint(
                name="sessions_feedback_rating", condition=Q(rating__isnull=True) | Q(rating__range=(1, 5))
            ),
            models.CheckConstraint(
                name="sessions_feedback_effort", condition=Q(effort__isnull=True) | Q(effort__gte=1, effort__lte=10)
            ),
            models.CheckConstraint(
                name="sessions_feedback_pain",
                condition=Q(has_pain=True) | Q(pain_where="", pain_level__isnull=True),
            ),
            models.CheckConstraint(
                name="sessions_feedback_pain_level", condition=Q(pain_level__isnull=True) | Q(pain_level__range=(1, 10))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rating} of 5"
