"""JWT bound to one business and to the person's session epoch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from rest_framework_simplejwt.authentication import JWTAuthentication

from apps.accounts.tokens import check_epoch, token_for

if TYPE_CHECKING:
    from apps.accounts.models import User

__all__ = ["BusinessJWTAuthentication", "token_for"]


class BusinessJWTAuthentication(JWTAuthentication):
    """Refuses a token of another business, and one from before “sign out everywhere”.

    The class of the token (settings.SIMPLE_JWT) signs with a key of the business and checks the claim.
    """

    def get_user(self, validated_token: Any) -> Any:
        user = super().get_user(validated_token)
        check_epoch(validated_token, cast("User", user))
        return user
