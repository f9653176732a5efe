"""JSON web tokens signed with a key of their business: elsewhere they are not even readable as ours."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Any

from django.conf import settings
from rest_framework_simplejwt.backends import TokenBackend
from rest_framework_simplejwt.exceptions import InvalidToken
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.token_blacklist.models import OutstandingToken
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken
from rest_framework_simplejwt.utils import datetime_from_epoch

from apps.accounts.devices import Device
from apps.accounts.services.sign_ins import begin_sign_in
from apps.common.business import schema_name

if TYPE_CHECKING:
    from apps.accounts.models import SignIn, User

ALGORITHM = "HS256"
BUSINESS_CLAIM, EPOCH_CLAIM, SIGN_IN_CLAIM = "biz", "epoch", "sid"


def _backend() -> TokenBackend:
    """Return the signer of the business that the connection is in, or of the public host."""
    key = hmac.new(settings.SECRET_KEY.encode(), f"jwt:{schema_name()}".encode(), hashlib.sha256).hexdigest()
    return TokenBackend(ALGORITHM, key)


class BusinessAccessToken(AccessToken):
    """Opens the API of one business for a quarter of an hour."""

    def get_token_backend(self) -> TokenBackend:
        return _backend()

    def verify(self) -> None:
        super().verify()
        check_business(self)


class BusinessRefreshToken(RefreshToken):
    """Buys one new pair of tokens, once."""

    access_token_class = BusinessAccessToken

    def get_token_backend(self) -> TokenBackend:
        return _backend()

    def verify(self) -> None:
        super().verify()
        check_business(self)


def token_for(user: User, *, sign_in: SignIn | None = None) -> BusinessRefreshToken:
    """Return a refresh token (its `access_token` beside it) for this business only, and for one sign-in: a new one if none is given.

    Its id is kept, so that it can be taken back; the token itself stands nowhere.
    """
    sign_in = sign_in or begin_sign_in(user=user, device=Device())
    token = BusinessRefreshToken()
    token[api_settings.USER_ID_CLAIM] = str(user.pk)
    token[BUSINESS_CLAIM] = schema_name()
    token[EPOCH_CLAIM] = user.session_epoch
    token[SIGN_IN_CLAIM] = str(sign_in.pk)
    OutstandingToken.objects.create(
        user=user,
        jti=token[api_settings.JTI_CLAIM],
        created_at=token.current_time,
        expires_at=datetime_from_epoch(token["exp"]),
    )
    return token


def check_business(token: Any) -> None:
    """Refuse a token of another business; its signature fails there already, this says it twice."""
    if token.get(BUSINESS_CLAIM) != schema_name():
        raise InvalidToken({"detail": "This token belongs to another business.", "code": "other_business"})


def check_epoch(token: Any, user: User) -> None:
    """Refuse a token from before the person signed out everywhere."""
    if token.get(EPOCH_CLAIM) != user.session_epoch:
        raise InvalidToken({"detail": "This person signed out everywhere.", "code": "signed_out"})
