"""JWT bound to one business and to the person's session epoch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.exceptions import InvalidToken
from rest_framework_simplejwt.tokens import RefreshToken, Token

from apps.common.business import schema_name

if TYPE_CHECKING:
    from apps.accounts.models import User

BUSINESS_CLAIM, EPOCH_CLAIM = "biz", "epoch"


class BusinessJWTAuthentication(JWTAuthentication):
    """Refuses a token of another business, and one from before “sign out everywhere”."""

    def get_validated_token(self, raw_token: bytes) -> Any:
        token = super().get_validated_token(raw_token)
        check_business(token)
        return token

    def get_user(self, validated_token: Any) -> Any:
        user = super().get_user(validated_token)
        check_epoch(validated_token, user)
        return user


def token_for(user: User) -> RefreshToken:
    """Return a refresh token (its `access_token` beside it) for this business only."""
    token = RefreshToken.for_user(user)
    token[BUSINESS_CLAIM] = schema_name()
    token[EPOCH_CLAIM] = user.session_epoch
    return token


def check_business(token: Token) -> None:
    if token.get(BUSINESS_CLAIM) != schema_name():
        raise InvalidToken({"detail": "This token belongs to another business.", "code": "other_business"})


def check_epoch(token: Token, user: User) -> None:
    if token.get(EPOCH_CLAIM) != user.session_epoch:
        raise InvalidToken({"detail": "This person signed out everywhere.", "code": "signed_out"})
