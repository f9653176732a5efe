"""How far a client's intake has come, and the link with which they fill it in themselves."""

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

LINK_VALID_FOR = dt.timedelta(days=14)
MOST_FAILURES = 5


class Intake(BaseModel, Versioned):
    """One a client. `steps` says when each step was last saved; `measures` what was measured first, `{name: grams, millimetres or tenths of percent}`."""

    client = models.OneToOneField("clients.Client", on_delete=models.CASCADE, related_name="intake")
    steps = models.JSONField(default=dict)
    measures = models.JSONField(default=dict)
    measured_on = models.DateField(null=True)
    finished_at = models.DateTimeField(null=True)
    finished_way = models.CharField(max_length=5, choices=Way, blank=True)

    class Meta:
        db_table = "clients_intake"
        indexes: ClassVar = [
            models.Index(fields=["updated_at"], condition=models.Q(finished_at=None), name="clients_intake_open"),
        ]

    def __str__(self) -> str:
        return str(self.client_id)

    def note(self, step: str) -> None:
        """Say that a step was saved."""
        self.steps = {**self.steps, step: timezone.now().isoformat(timespec="seconds")}

    def finish(self, *, way: str) -> None:
        """Close it; a client asked again by a new link closes it again."""
        self.finished_at, self.finished_way = timezone.now(), way


def link_expiry() -> dt.datetime:
    return timezone.now() + LINK_VALID_FOR


class IntakeLink(BaseModel):
    """Only the digest of the secret is kept. One link a client is open; a new one ends the last."""

    client = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="intake_links")
    email = models.EmailField(max_length=254)
    token_digest = models.CharField(max_length=64, unique=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    expires_at = models.DateTimeField(default=link_expiry)
    confirmed_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "clients_intake_link"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["client"],
                condition=models.Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="clients_one_open_intake_link",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def is_locked(self) -> bool:
        """Too many wrong answers to the question who it is."""
        return self.failures >= MOST_FAILURES

    @property
    def is_open(self) -> bool:
        return not (self.used_at or self.withdrawn_at or self.is_expired or self.is_locked)

    def use(self) -> None:
        """End it because the intake is finished. Raises IllegalTransition when it is not open."""
        if not self.is_open:
            raise IllegalTransition(_("This link has expired or was already used."))
        self.used_at = timezone.now()

    def withdraw(self) -> None:
        """Make it worthless, also after it expired. Raises IllegalTransition when it was used or withdrawn."""
        if self.used_at or self.withdrawn_at:
            raise IllegalTransition(_("This link was already used or withdrawn."))
        self.withdrawn_at = timezone.now()
