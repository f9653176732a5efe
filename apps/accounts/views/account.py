"""One's own account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from apps.accounts.access import PermissionRequired
from apps.accounts.forms import ProfileForm
from apps.accounts.permissions import Permission
from apps.accounts.services.profile import change_profile, sign_out_everywhere
from apps.common.business import current
from apps.common.views.forms import ServiceFormMixin

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def sign_out_words() -> dict[str, Any]:
    """Say what it does, for the dialog and for the page without JavaScript."""
    return {
        "question": _("Sign out everywhere?"),
        "consequences": [
            _("Every browser and app where you are signed in is signed out, this one too."),
            _("Your password stays as it is."),
        ],
        "yes": _("Sign out everywhere"),
    }


class AccountView(PermissionRequired, ServiceFormMixin):
    """Name and time zone; password, theme and sessions beside them."""

    permission = Permission.ACCOUNT_OWN
    template_name = "accounts/account.html"
    form_class = ProfileForm

    def get_initial(self) -> dict[str, Any]:
        user = self.person
        return {"full_name": user.full_name, "time_zone": user.time_zone}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "business_zone": current().time_zone}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(confirm=sign_out_words(), **kwargs)

    def perform(self, form: ProfileForm) -> HttpResponse:
        change_profile(user=self.person, values=form.cleaned_data)
        messages.success(self.request, _("Saved."))
        return redirect("account")


class SignOutEverywhereView(PermissionRequired, View):
    """End every session, this one too."""

    permission = Permission.ACCOUNT_OWN

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("confirmed") != "yes":
            return render(request, "layouts/confirm.html", {**sign_out_words(), "back": reverse("account")})
        sign_out_everywhere(user=self.person)
        logout(request)
        messages.success(request, _("You are signed out everywhere."))
        return redirect("account_login")
