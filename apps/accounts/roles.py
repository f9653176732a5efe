"""Who somebody is in a business, or on the platform."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """One person has one role in one schema."""

    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Manager")
    TRAINER = "trainer", _("Trainer")
    FRONT_DESK = "front_desk", _("Front desk")
    CLIENT = "client", _("Client")
    STAFF = "staff", _("Platform staff")


TEAM = frozenset({Role.OWNER, Role.MANAGER, Role.TRAINER, Role.FRONT_DESK})
COACHES = frozenset({Role.OWNER, Role.MANAGER, Role.TRAINER})
INVITABLE = (Role.MANAGER, Role.TRAINER, Role.FRONT_DESK)
