"""An invitation to join the team, or of a client to the app: one link, one person, one use."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.roles import Role
from apps.common.errors import IllegalTransition
from apps.common.models import BaseModel

VALID_FOR = timedelta(days=7)
NAME_LENGTH = 150


def expiry() -> datetime:
    return timezone.now() + VALID_FOR


class Invitation(BaseModel):
    """Only the digest of the link's secret is kept. `client_id` names the client whose log-in it will be."""

    email = models.EmailField(max_length=254)
    full_name = models.CharField(max_length=NAME_LENGTH, blank=True)
    role = models.CharField(max_length=12, choices=Role)
    client_id = models.UUIDField(null=True, editable=False)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField(default=expiry)
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_invitation"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["email"],
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="accounts_one_open_invitation",
            ),
            models.UniqueConstraint(
                fields=["client_id"],
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="accounts_one_open_client_invitation",
            ),
            models.CheckConstraint(
                condition=models.Q(role=Role.CLIENT, client_id__isnull=False)
                | (~models.Q(role=Role.CLIENT) & models.Q(client_id__isnull=True)),
                name="accounts_client_invitation_names_the_client",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and not self.is_expired

    def accept(self) -> None:
        """Use it up. Raises IllegalTransition when it was used, withdrawn or has expired."""
        self._need_open()
        self.accepted_at = timezone.now()

    def withdraw(self) -> None:
        """Take it back, also after it expired. Raises IllegalTransition when it was accepted or withdrawn."""
        if self.accepted_at or self.withdrawn_at:
            raise IllegalTransition(_("This invitation was already accepted or withdrawn."))
        self.withdrawn_at = timezone.now()

    def renew(self, token_digest: str) -> None:
        """Send it again with a new link, also after it expired; the old link stops working."""
        if self.accepted_at or self.withdrawn_at:
            raise IllegalTransition(_("This invitation was already accepted or withdrawn."))
        self.token_digest, self.expires_at = token_digest, expiry()

    def _need_open(self) -> None:
        if not self.is_open:
            raise IllegalTransition(_("This invitation has expired or was already used."))
