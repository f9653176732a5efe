"""One place where a person is signed in: a browser, or an app with its tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.devices import AGENT_LENGTH, device_words
from apps.common.models import BaseModel

if TYPE_CHECKING:
    import datetime as dt


class SignIn(BaseModel):
    """A browser's session or an app's family of tokens. Deleting the row ends it."""

    class Kind(models.TextChoices):
        BROWSER = "browser", _("Browser")
        APP = "app", _("App")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_ins")
    kind = models.CharField(max_length=8, choices=Kind)
    session_key = models.CharField(max_length=40, unique=True, null=True)  # noqa: DJ001 - apps have none, and none is not unique
    user_agent = models.CharField(max_length=AGENT_LENGTH, blank=True)
    address = models.CharField(max_length=45, blank=True)
    last_seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "accounts_sign_in"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind="browser", session_key__isnull=False)
                | models.Q(kind="app", session_key__isnull=True),
                name="accounts_sign_in_browsers_have_sessions",
            )
        ]

    def __str__(self) -> str:
        return self.device

    @property
    def device(self) -> str:
        """What people call it: “Firefox on Windows”."""
        return device_words(self.user_agent)

    def see(self, at: dt.datetime) -> None:
        self.last_seen_at = at
