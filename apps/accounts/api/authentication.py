"""JWT bound to one business and to the person's session epoch."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.exceptions import AuthenticationFailed, InvalidToken
from rest_framework_simplejwt.settings import api_settings

from apps.accounts.languages import language_of
from apps.accounts.models import SignIn, User
from apps.accounts.tokens import SIGN_IN_CLAIM, check_epoch, token_for
from apps.common.business import current

__all__ = ["BusinessJWTAuthentication", "token_for"]


class BusinessJWTAuthentication(JWTAuthentication):
    """Refuses a token of another business, and one from before “sign out everywhere”.

    The class of the token (settings.SIMPLE_JWT) signs with a key of the business and checks the claim.
    """

    def get_user(self, validated_token: Any) -> Any:
        """Find the person and their sign-in in one query: an app that was signed out is out with its next request."""
        sign_in = SignIn.objects.filter(pk=validated_token.get(SIGN_IN_CLAIM), user=OuterRef("pk"))
        people = User.objects.annotate(is_signed_in=Exists(sign_in))
        user = people.filter(pk=validated_token.get(api_settings.USER_ID_CLAIM)).first()
        if user is None:
            raise AuthenticationFailed(_("There is no such person."), code="user_not_found")
        if not user.is_active:
            raise AuthenticationFailed(_("This account is switched off."), code="user_inactive")
        check_epoch(validated_token, user)
        if not user.is_signed_in:
            raise InvalidToken({"detail": _("This app was signed out."), "code": "signed_out"})
        translation.activate(language_of(user, current().country))  # until PersonMiddleware puts back what was
        return user
