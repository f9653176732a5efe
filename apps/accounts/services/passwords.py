"""Passwords: set, reset, and everything that a new one ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from apps.accounts.events import PasswordChanged, PasswordResetRequested
from apps.accounts.models import User
from apps.accounts.services.audit import record
from apps.accounts.services.tokens import end_everything
from apps.accounts.whence import whence

if TYPE_CHECKING:
    from uuid import UUID


def set_password(*, user: User, password: str, keep: str | None = None) -> User:
    """Store a new password and end every other session and token of the person. The caller has checked its strength.

    Works on the given object, so that the session that asked may be kept; `keep` is its sign-in.
    """
    with transaction.atomic():
        user.session_epoch = User.objects.select_for_update().values_list("session_epoch", flat=True).get(pk=user.pk)
        user.set_password(password)
        user.sign_out_everywhere()
        user.save(update_fields=["password", "session_epoch", "updated_at"])
        end_everything(user_id=user.pk, keep=keep)
        record(PasswordChanged(user_id=str(user.pk), **whence()), actor=user)
    return user


def request_password_reset(*, user_id: UUID) -> None:
    """Ask for the mail with the link; it is made in the receiver and stored nowhere."""
    with transaction.atomic():
        record(PasswordResetRequested(user_id=str(user_id)), actor=None)
