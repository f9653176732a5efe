"""Where one is signed in, and the ways to end that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import TemplateView

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.accounts.selectors import live_sign_ins
from apps.accounts.services.profile import sign_out_everywhere
from apps.accounts.services.sign_ins import end_other_sign_ins, end_sign_in
from apps.accounts.sessions import sign_in_id

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


class SignInsView(PermissionRequired, TemplateView):
    """Every browser and app, this one marked."""

    permission = Permission.ACCOUNT_OWN
    template_name = "accounts/sign_ins.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = sign_in_id(self.request)
        sign_ins = sorted(live_sign_ins(self.person), key=lambda sign_in: str(sign_in.pk) != here)
        return super().get_context_data(sign_ins=sign_ins, here=here, confirm=sign_out_words(), **kwargs)


class EndView(PermissionRequired, View):
    """Sign one of them out."""

    permission = Permission.ACCOUNT_OWN

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        sign_in = get_object_or_404(live_sign_ins(self.person), pk=kwargs["pk"])
        end_sign_in(sign_in=sign_in, by=self.person)
        if str(sign_in.pk) == sign_in_id(request):
            logout(request)
            return redirect("account_login")
        messages.success(request, _("%(device)s is signed out.") % {"device": sign_in.device})
        return redirect("account_sign_ins")


class EndOthersView(PermissionRequired, View):
    """Sign all out but this browser."""

    permission = Permission.ACCOUNT_OWN

    def post(self, request: HttpRequest) -> HttpResponse:
        count = end_other_sign_ins(user=self.person, keep=sign_in_id(request))
        words = ngettext("%(count)d other place is signed out.", "%(count)d other places are signed out.", count)
        messages.success(request, words % {"count": count})
        return redirect("account_sign_ins")


class SignOutEverywhereView(PermissionRequired, View):
    """End every sign-in, this one too."""

    permission = Permission.ACCOUNT_OWN

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("confirmed") != "yes":
            return render(request, "layouts/confirm.html", {**sign_out_words(), "back": reverse("account_sign_ins")})
        sign_out_everywhere(user=self.person)
        logout(request)
        messages.success(request, _("You are signed out everywhere."))
        return redirect("account_login")
