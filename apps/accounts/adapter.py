"""How allauth behaves here: nobody signs up by themselves, letters go out in the background, errors are precise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext_lazy as _

from apps.accounts.services.owners import request_confirmation
from apps.accounts.services.passwords import request_password_reset, set_password
from apps.accounts.sessions import sign_in_id

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import Promise

    from apps.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Team members come by invitation, owners by the platform's sign-up."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This e-mail and password do not match."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, or choose a new password."),
        "incorrect_password": _("This is not your current password."),
        "enter_current_password": _("Type your current password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: User, password: str) -> None:
        set_password(user=user, password=password, keep=sign_in_id(self.request))

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        request_password_reset(user_id=user.pk)

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:  # noqa: FBT001 - allauth's signature
        request_confirmation(user_id=emailconfirmation.email_address.user_id)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/account/" if not hasattr(request, "urlconf") else "/"
