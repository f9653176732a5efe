"""Invitations: the only way into a team, and for clients into the app."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext as _

from apps.accounts.events import AccountOpened, InvitationWithdrawn, MemberInvited, MemberJoined
from apps.accounts.models import Invitation, User
from apps.accounts.roles import INVITABLE, Role
from apps.accounts.services.people import clean_email, clean_name, make_user
from apps.accounts.services.second_step_rule import apply_rules
from apps.activity.services import publish
from apps.common.business import schema_name
from apps.common.errors import IllegalTransition, InvalidInput, NotFound

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from apps.activity.events import Event

ID_LENGTH = 32


def invite_member(*, email: str, full_name: str = "", role: str, by: User) -> Invitation:
    """Ask somebody to join the team; the mail goes out after the commit.

    Raises InvalidInput on `email` (invalid, already in the team, already invited), `full_name` or `role`.
    """
    email = clean_email(email)
    full_name = clean_name(full_name) if full_name.strip() else ""
    if role not in INVITABLE:
        raise InvalidInput({"role": _("Choose one of the team's roles.")})
    if User.objects.filter(email__iexact=email).exists():
        raise InvalidInput({"email": _("This person already has an account here.")})
    try:
        with transaction.atomic():
            invitation, nonce = _open_invitation(email)
            invitation.full_name, invitation.role, invitation.invited_by = full_name, role, by
            invitation.save()
            _publish_invited(invitation, nonce, by)
    except IntegrityError as error:
        raise InvalidInput({"email": _already_invited()}) from error
    return invitation


def resend_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Send a new link; the old one stops working. Raises IllegalTransition when it was accepted or withdrawn."""
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
        nonce = get_random_string(16)
        invitation.renew(digest_of(token_of(invitation.pk, nonce)))
        invitation.save()
        _publish_invited(invitation, nonce, by)
    return invitation


def withdraw_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Make the link worthless. Raises IllegalTransition when it was accepted or withdrawn."""
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
        invitation.withdraw()
        invitation.save()
        publish(InvitationWithdrawn(invitation_id=str(invitation.pk), email=invitation.email), actor=by)
    return invitation


def invitation_behind(token: str) -> Invitation:
    """Return the open invitation of a link.

    Raises NotFound for a forged or superseded link, IllegalTransition for one that was used, withdrawn or has expired.
    """
    return _check(token, Invitation.objects.all())


def accept_invitation(*, token: str, full_name: str, password: str) -> User:
    """Make the person's log-in. Opening the link has proved the address. Of two at once exactly one succeeds.

    A client's log-in is linked to the client in the same transaction, by a receiver of AccountOpened. Raises what `invitation_behind` does, and InvalidInput on `full_name` or `password`.
    """
    full_name = clean_name(full_name)
    email = invitation_behind(token).email
    try:
        validate_password(password, User(email=email, full_name=full_name))
    except ValidationError as error:
        raise InvalidInput({"password": list(error.messages)}) from error
    password_hash = make_password(password)  # slow on purpose: not under the lock
    try:
        with transaction.atomic():
            invitation = _check(token, Invitation.objects.select_for_update())
            invitation.accept()
            invitation.save()
            user = make_user(
                full_name=full_name,
                email=invitation.email,
                password_hash=password_hash,
                role=Role(invitation.role),
                is_verified=True,
            )
            if user.is_team:
                apply_rules()
            publish(_joined(invitation, user), actor=user)
    except IntegrityError as error:
        raise IllegalTransition(_("There is an account with this e-mail already: sign in.")) from error
    return user


def _joined(invitation: Invitation, user: User) -> Event:
    if invitation.client_id:
        return AccountOpened(
            user_id=str(user.pk), invitation_id=str(invitation.pk), client_id=str(invitation.client_id)
        )
    return MemberJoined(user_id=str(user.pk), invitation_id=str(invitation.pk), role=invitation.role)


def invitation_link(invitation: Invitation, nonce: str) -> str:
    """Return the path of a link, or nothing when another one was sent since. Only its digest is ever stored."""
    token = token_of(invitation.pk, nonce)
    if not hmac.compare_digest(digest_of(token), invitation.token_digest):
        return ""
    return reverse("account_invitation", args=[token])


def link_of(invitation_id: UUID | str, nonce: str) -> tuple[str, str]:
    """Return the path of a link and whom it is for; no path when the invitation is over or a newer link was sent."""
    invitation = Invitation.objects.filter(pk=invitation_id).first()
    if invitation is None or not invitation.is_open:
        return "", ""
    return invitation_link(invitation, nonce), invitation.full_name


def _open_invitation(email: str) -> tuple[Invitation, str]:
    """Return a new invitation, or the one that has expired, with a new link; an expired one of a client gives way."""
    nonce = get_random_string(16)
    old = Invitation.objects.select_for_update().filter(email=email, accepted_at=None, withdrawn_at=None).first()
    if old is not None and not old.is_expired:
        raise InvalidInput({"email": _already_invited()})
    if old is not None and old.client_id:
        old.withdraw()
        old.save()
        old = None
    if old is None:
        invitation = Invitation(email=email)
        invitation.token_digest = digest_of(token_of(invitation.pk, nonce))
        return invitation, nonce
    old.renew(digest_of(token_of(old.pk, nonce)))
    return old, nonce


def _already_invited() -> str:
    return _("This person is invited already. Send the invitation again, or withdraw it.")


def _publish_invited(invitation: Invitation, nonce: str, by: User) -> None:
    event = MemberInvited(invitation_id=str(invitation.pk), email=invitation.email, role=invitation.role, nonce=nonce)
    publish(event, actor=by)


def token_of(invitation_id: UUID, nonce: str) -> str:
    """Derive the link's secret: whoever reads the database, but not the server's key, cannot."""
    secret = salted_hmac("accounts.invitation", f"{schema_name()}:{invitation_id}:{nonce}", algorithm="sha256")
    return f"{invitation_id.hex}{secret.hexdigest()}"


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _check(token: str, invitations: QuerySet[Invitation]) -> Invitation:
    try:
        invitation = invitations.filter(pk=UUID(hex=token[:ID_LENGTH])).first()
    except ValueError:
        invitation = None
    if invitation is None or not hmac.compare_digest(digest_of(token), invitation.token_digest):
        raise NotFound(_("This link does not work. Perhaps a newer invitation was sent."))
    if not invitation.is_open:
        raise IllegalTransition(_("This invitation has expired or was already used."))
    return invitation
