"""The API's tokens: got for a password, renewed once each, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework_simplejwt.exceptions import InvalidToken, TokenError
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken

from apps.accounts.models import SignIn, User
from apps.accounts.services.second_factor import check_code
from apps.accounts.services.sign_ins import begin_sign_in, end_all, end_all_but, see_sign_in
from apps.accounts.tokens import EPOCH_CLAIM, SIGN_IN_CLAIM, BusinessRefreshToken, token_for
from apps.common.business import current_or_none
from apps.common.errors import NotAllowed

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.devices import Device


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What a client keeps: `access` for requests, `refresh` for the next pair."""

    access: str
    refresh: str


class WrongCredentials(NotAllowed):
    """Address and password do not belong together; which of them is wrong is not said."""

    status = 401
    code = "wrong_credentials"


class TokenRefused(NotAllowed):
    """The refresh token buys nothing (any more)."""

    status = 401
    code = "token_not_valid"


def log_in(*, email: str, password: str, device: Device, code: str = "") -> TokenPair:
    """Exchange a password for tokens.

    Raises WrongCredentials, taking as long for an unknown address as for a wrong password. Only who knows the password
    hears of `account_inactive`, `email_unverified` and `mfa_required`. `code` is checked by `check_code`.
    """
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        make_password(password)  # as slow as checking one
        raise WrongCredentials(_("This e-mail and password do not match."))
    if not user.check_password(password):
        raise WrongCredentials(_("This e-mail and password do not match."))
    if not user.is_active:
        raise NotAllowed(_("This account is switched off. Ask the owner of the business."), code="account_inactive")
    if not EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists():
        raise NotAllowed(_("Confirm your e-mail first: we sent you a link."), code="email_unverified")
    check_code(user=user, code=code)
    user.note_login()
    user.save(update_fields=["last_login"])
    return pair_for(user, device=device)


def pair_for(user: User, *, device: Device) -> TokenPair:
    """Sign an app in: return the first tokens of somebody who has proved who they are."""
    with transaction.atomic():
        return _pair(token_for(user, sign_in=begin_sign_in(user=user, device=device)))


def _pair(refresh: BusinessRefreshToken) -> TokenPair:
    return TokenPair(access=str(refresh.access_token), refresh=str(refresh))


def renew(*, refresh: str, device: Device) -> TokenPair:
    """Exchange a refresh token for a new pair; the old one is used up.

    A used one that comes again was stolen or copied: every refresh token of the person is taken back. Raises
    TokenRefused.
    """
    token = _read(refresh)
    with transaction.atomic():
        kept = OutstandingToken.objects.select_for_update().filter(jti=token["jti"]).first()
        if kept is None or kept.user is None or not kept.user.is_active:
            raise TokenRefused(_("This refresh token is not valid."))
        user = kept.user
        if token.get(EPOCH_CLAIM) != user.session_epoch:
            raise TokenRefused(_("This person signed out everywhere."), code="signed_out")
        sign_in = SignIn.objects.select_for_update().filter(pk=token.get(SIGN_IN_CLAIM), user=user).first()
        if sign_in is None:
            raise TokenRefused(_("This app was signed out."), code="signed_out")
        is_reused = BlacklistedToken.objects.filter(token=kept).exists()
        if is_reused:
            revoke_all(user_id=user.pk)
        else:
            BlacklistedToken.objects.create(token=kept)
            see_sign_in(sign_in_id=str(sign_in.pk), device=device)
            pair = _pair(token_for(user, sign_in=sign_in))
    if is_reused:
        raise TokenRefused(_("This refresh token was used before."), code="token_reused")
    return pair


def revoke(*, refresh: str) -> None:
    """Take one refresh token back. A token that is not ours, or is over already, is nobody's loss."""
    try:
        token = _read(refresh)
    except TokenRefused:
        return
    for kept in OutstandingToken.objects.filter(jti=token["jti"]):
        BlacklistedToken.objects.get_or_create(token=kept)
        end_all(SignIn.objects.filter(pk=token.get(SIGN_IN_CLAIM)))


def end_everything(*, user_id: UUID, keep: str | None = None) -> None:
    """End every sign-in of a person, browsers and apps, but the one to keep."""
    end_all_but(keep, user_id=user_id)
    revoke_all(user_id=user_id)


def revoke_all(*, user_id: UUID) -> None:
    """Sign a person's apps out and take every refresh token back. Outside a business nobody has any."""
    end_all(SignIn.objects.filter(user_id=user_id, kind=SignIn.Kind.APP))
    if current_or_none() is None:
        return
    fresh = OutstandingToken.objects.filter(user_id=user_id, blacklistedtoken=None)
    BlacklistedToken.objects.bulk_create([BlacklistedToken(token=kept) for kept in fresh], ignore_conflicts=True)


def _read(refresh: str) -> BusinessRefreshToken:
    """Check everything but the blacklist, which `renew` looks at under a lock."""
    try:
        return UnlistedRefreshToken(refresh)  # type: ignore[arg-type] # the stub means the encoded text
    except (TokenError, InvalidToken) as error:
        raise TokenRefused(_("This refresh token is not valid.")) from error


class UnlistedRefreshToken(BusinessRefreshToken):
    """A refresh token read without asking the blacklist."""

    def check_blacklist(self) -> None:
        """Do nothing: see `renew`."""
