"""The link in the confirmation mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from apps.accounts.services.owners import confirm_email, person_behind, request_confirmation
from apps.accounts.sessions import begin_session, is_somebody_else
from apps.common.errors import DomainError, NotFound, TooMany

if TYPE_CHECKING:
    from django.http import HttpRequest

GONE = 410


@method_decorator(never_cache, name="dispatch")
class ConfirmView(View):
    """Verify the address and sign in, exactly once."""

    http_method_names = ["get", "head", "options"]

    def head(self, request: HttpRequest, token: str) -> HttpResponse:
        """Do nothing: mail scanners look before people do."""
        return HttpResponse()

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            user = person_behind(token)
            if is_somebody_else(request, user):
                return render(request, "accounts/signed_in_as_other.html", {"other": user}, status=409)
            user = confirm_email(token=token)
        except DomainError as error:
            return render(request, "accounts/confirm_failed.html", {"error": error, "token": token}, status=GONE)
        begin_session(request, user)
        messages.success(request, _("Your e-mail is confirmed. Welcome!"))
        return redirect("/")


class ResendConfirmationView(View):
    """Send a new link to the address that an old one was for. The answer does not say whether it was needed."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            user = person_behind(request.POST.get("token", ""), max_age=None)
        except NotFound:
            return redirect("account_login")
        if not ratelimit.consume(request, action="confirm_email", key=user.email):
            raise TooMany(_("We sent a link a moment ago. Look into your mailbox, and the spam folder."))
        request_confirmation(user_id=user.pk)
        return redirect("account_email_verification_sent")
