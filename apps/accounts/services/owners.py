"""The owner of a new business, and the link that proves the address."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.events import EmailConfirmationRequested, EmailConfirmed
from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.accounts.services.audit import record
from apps.accounts.services.people import make_user
from apps.common.business import schema_name
from apps.common.errors import IllegalTransition, NotFound

if TYPE_CHECKING:
    from uuid import UUID

VALID_FOR = timedelta(days=3)


def create_owner(*, full_name: str, email: str, password_hash: str) -> User:
    """Make the owner's log-in in the business just built, and ask for the confirmation mail.

    The address is unverified until its link is opened, and nobody logs in before.
    """
    with transaction.atomic():
        owner = make_user(
            full_name=full_name, email=email, password_hash=password_hash, role=Role.OWNER, is_verified=False
        )
        record(EmailConfirmationRequested(user_id=str(owner.pk)), actor=owner)
    return owner


def request_confirmation(*, user_id: UUID) -> bool:
    """Ask for another confirmation mail; False when the address needs none any more."""
    with transaction.atomic():
        address = EmailAddress.objects.select_related("user").filter(user_id=user_id, primary=True).first()
        if address is None or address.verified or not address.user.is_active:
            return False
        record(EmailConfirmationRequested(user_id=str(user_id)), actor=None)
    return True


def confirmation_link(user: User) -> str:
    """Return the path that confirms the person's address and logs in, once, within three days."""
    token = signing.dumps({"user": str(user.pk), "email": user.email}, salt=_salt())
    return reverse("account_confirm", args=[token])


def person_behind(token: str, *, max_age: timedelta | None = VALID_FOR) -> User:
    """Return whose address a link is about. Raises NotFound for a forged one, IllegalTransition for an old one."""
    try:
        said = signing.loads(token, salt=_salt(), max_age=max_age)
        return User.objects.get(pk=said["user"], email=said["email"])
    except signing.SignatureExpired as error:
        raise IllegalTransition(_("This link has expired."), code="link_expired") from error
    except (signing.BadSignature, User.DoesNotExist) as error:
        raise NotFound(_("This link is not one of ours.")) from error


def confirm_email(*, token: str) -> User:
    """Verify the address behind a link. Of two at once exactly one succeeds.

    Raises NotFound for a forged link; IllegalTransition with code `link_expired`, `link_used` or `account_inactive`.
    """
    user = person_behind(token)
    with transaction.atomic():
        address = EmailAddress.objects.select_for_update().get(user=user, email__iexact=user.email)
        if address.verified:
            raise IllegalTransition(_("This link was already used."), code="link_used")
        if not user.is_active:
            raise IllegalTransition(_("This account is switched off."), code="account_inactive")
        address.verified = True
        address.save(update_fields=["verified"])
        record(EmailConfirmed(user_id=str(user.pk)), actor=user)
    return user


def _salt() -> str:
    return f"accounts.confirm.{schema_name()}"
