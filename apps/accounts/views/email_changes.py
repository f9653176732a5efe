"""Another address to sign in with: asked for on the account's page, answered by the links in two letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.core import ratelimit
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from apps.accounts.access import PermissionRequired
from apps.accounts.forms import EmailChangeForm
from apps.accounts.permissions import Permission
from apps.accounts.services import email_changes as services
from apps.common.errors import DomainError, TooMany
from apps.common.views.forms import ServiceFormMixin

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from apps.accounts.models import EmailChange

GONE = 410


class EmailChangeView(PermissionRequired, ServiceFormMixin):
    """Ask for it with the password, and see what waits."""

    permission = Permission.ACCOUNT_OWN
    template_name = "accounts/email.html"
    form_class = EmailChangeForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(waiting=services.waiting_change(self.person), **kwargs)

    def perform(self, form: EmailChangeForm) -> HttpResponse:
        if not ratelimit.consume(self.request, action="email_change", user=self.person):
            raise TooMany(_("Too many tries. Wait an hour."))
        change = services.ask_email_change(user=self.person, **form.cleaned_data)
        text = _("A letter is on its way to %(email)s. Open the link in it within three days.")
        messages.success(self.request, text % {"email": change.new})
        return redirect("account_email_change")


class WithdrawEmailChangeView(PermissionRequired, View):
    """Not wanted any more."""

    permission = Permission.ACCOUNT_OWN

    def post(self, request: HttpRequest) -> HttpResponse:
        services.withdraw_email_change(user=self.person)
        messages.success(request, _("It stays as it is."))
        return redirect("account_email_change")


@method_decorator(never_cache, name="dispatch")
class LinkView(View):
    """Say what is asked, and do it. Looking changes nothing: mail scanners look before people do."""

    purpose: ClassVar[str]
    template: ClassVar[str]

    def act(self, token: str) -> EmailChange:
        raise NotImplementedError

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._answer(lambda: services.change_behind(token, self.purpose))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._answer(lambda: self.act(token), is_done=True)

    def _answer(self, find: Callable[[], EmailChange], *, is_done: bool = False) -> HttpResponse:
        try:
            change = find()
        except DomainError as error:
            return render(self.request, "accounts/email_over.html", {"error": error}, status=GONE)
        return render(self.request, self.template, {"change": change, "is_done": is_done})


class ConfirmEmailView(LinkView):
    """The link in the letter to the new address."""

    purpose, template = services.CONFIRM, "accounts/email_confirm.html"

    def act(self, token: str) -> EmailChange:
        return services.confirm_email_change(token=token)


class TakeEmailBackView(LinkView):
    """The link in the letters to the old address."""

    purpose, template = services.TAKE_BACK, "accounts/email_take_back.html"

    def act(self, token: str) -> EmailChange:
        return services.take_email_change_back(token=token)
