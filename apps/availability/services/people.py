"""Whose hours these are, and who may change them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.accounts.roles import COACHES
from apps.common.errors import NotAllowed, NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User


def find_trainer(trainer_id: UUID) -> User:
    """Return an active member of the team who trains. Raises NotFound."""
    trainer = get_user_model().objects.filter(pk=trainer_id, is_active=True, role__in=COACHES).first()
    if trainer is None:
        raise NotFound
    return trainer


def may_change(user: User, trainer_id: UUID | None) -> bool:
    """Say whether somebody may change these hours: their own, or as a manager anybody's and the business's (None)."""
    needed = Permission.AVAILABILITY_OWN if trainer_id == user.pk else Permission.AVAILABILITY_MANAGE
    return user.may(needed)


def check_may_change(user: User, trainer_id: UUID | None) -> None:
    if not may_change(user, trainer_id):
        raise NotAllowed(_("Only managers change others’ hours and the business’s holidays."))
