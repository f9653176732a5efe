"""Making a log-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.common.errors import InvalidInput

if TYPE_CHECKING:
    from apps.accounts.roles import Role

NAME_LENGTH = 150


def clean_email(email: str) -> str:
    """Return the address as it is stored: trimmed, lower case. Raises InvalidInput on `email`."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise InvalidInput({"email": _("This is not an e-mail address.")}) from error
    return email


def clean_name(full_name: str) -> str:
    """Return the name with single spaces. Raises InvalidInput on `full_name`."""
    full_name = " ".join(full_name.split())
    if not full_name:
        raise InvalidInput({"full_name": _("Give a name.")})
    if len(full_name) > NAME_LENGTH or "\0" in full_name:
        raise InvalidInput({"full_name": _("At most %(count)d characters.") % {"count": NAME_LENGTH}})
    return full_name


def make_user(*, full_name: str, email: str, password_hash: str, role: Role, is_verified: bool) -> User:
    """Store a log-in and its address. The caller holds the transaction and has checked the values."""
    user = User.objects.create(full_name=full_name, email=email.strip().lower(), password=password_hash, role=role)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=is_verified)
    return user
