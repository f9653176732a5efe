"""A person with a log-in. In a business's schema: its team and clients. In the public schema: platform staff."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from apps.accounts.permissions import Permission, role_may
from apps.accounts.roles import COACHES, TEAM, Role
from apps.accounts.units import LengthUnit, WeightUnit
from apps.common.models import BaseModel
from apps.common.photos import Pictured

if TYPE_CHECKING:
    from collections.abc import Iterator

HUES = 12


class Theme(models.TextChoices):
    """Light or dark, or as the device has it."""

    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")
    AUTO = "auto", _("As the system")


class UserManager(BaseUserManager["User"]):
    """Log-in names are e-mail addresses, compared without case."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username or "")


class User(AbstractBaseUser, BaseModel, Pictured):
    """A log-in. `session_epoch` is part of every session's and token's proof: raising it signs out everywhere."""

    email = models.EmailField(_("e-mail"), max_length=254)
    full_name = models.CharField(_("name"), max_length=150)
    role = models.CharField(max_length=12, choices=Role)
    is_active = models.BooleanField(default=True)
    time_zone = models.CharField(max_length=64, blank=True)
    # Empty: as is usual in the country of the business. The database knows the default too, for code from before.
    weight_unit = models.CharField(max_length=2, choices=WeightUnit, blank=True, default="", db_default="")
    length_unit = models.CharField(max_length=2, choices=LengthUnit, blank=True, default="", db_default="")
    # Empty: as is usual in the country; `settings.LANGUAGES` says which there are.
    language = models.CharField(max_length=10, blank=True, default="", db_default="")
    # Empty: never chosen, so the device's cookie counts.
    theme = models.CharField(max_length=5, choices=Theme, blank=True, default="", db_default="")
    # Small choices by name, of rooms that know what they mean; `services.preferences` writes them.
    preferences = models.JSONField(default=dict, db_default={}, editable=False)
    # By when the owner wants a second step of this person; empty for who has one, or is not asked.
    second_step_due_at = models.DateTimeField(null=True, blank=True, editable=False)
    session_epoch = models.PositiveIntegerField(default=1)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name", "role"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        db_table = "accounts_user"
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_once")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def initials(self) -> str:
        words = self.full_name.split() or [self.email]
        return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper()

    @property
    def hue(self) -> int:
        """One of twelve tints of the avatar, the same for one person everywhere."""
        return zlib.crc32(str(self.pk).encode()) % HUES

    @property
    def is_team(self) -> bool:
        return self.role in TEAM

    @property
    def is_coach(self) -> bool:
        return self.role in COACHES

    def may(self, permission: Permission) -> bool:
        """Say whether this person may do the act."""
        return self.is_active and role_may(self.role, permission)

    def sign_out_everywhere(self) -> None:
        """Make every session and token worthless, this one too."""
        self.session_epoch += 1

    def deactivate(self) -> None:
        self.is_active = False
        self.sign_out_everywhere()

    def close(self) -> None:
        """End it for good and free the address; the row stays for what the person did."""
        self.deactivate()
        self.email = f"{self.pk}@closed.invalid"
        self.set_unusable_password()

    def reactivate(self) -> None:
        self.is_active = True

    def note_login(self) -> None:
        self.last_login = timezone.now()

    def get_session_auth_hash(self) -> str:
        return self._epoch_hash(None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        yield from (self._epoch_hash(key) for key in settings.SECRET_KEY_FALLBACKS)

    def _epoch_hash(self, secret: str | bytes | None) -> str:
        value = f"{self.password}:{self.session_epoch}"
        return salted_hmac("accounts.session", value, secret=secret, algorithm="sha256").hexdigest()
