"""A way back for owners who are locked out, on the console."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from apps.accounts.access import PermissionRequired, SecondFactorRequired
from apps.accounts.permissions import Permission
from apps.common.errors import Conflict
from apps.common.views.forms import ServiceFormMixin
from tenants.console.forms import RecoveryForm
from tenants.console.recoveries import ask_recovery, confirm_recovery, recoveries_of
from tenants.console.views import ConsolePage
from tenants.registry.models import Tenant

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class RecoveriesView(ConsolePage, ServiceFormMixin):
    """Those of one business, and the form that opens one."""

    permission = Permission.CONSOLE_MANAGE
    template_name = "console/recoveries.html"
    form_class = RecoveryForm

    @cached_property
    def tenant(self) -> Tenant:
        return get_object_or_404(Tenant, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tenant=self.tenant, recoveries=recoveries_of(self.tenant), **kwargs)

    def perform(self, form: RecoveryForm) -> HttpResponse:
        ask_recovery(tenant=self.tenant, by=self.person, **form.cleaned_data)
        messages.success(self.request, _("It takes effect in 72 hours. Everybody who may stop it is told by mail."))
        return redirect("console_recoveries", pk=self.tenant.pk)


class ConfirmRecoveryView(PermissionRequired, SecondFactorRequired, View):
    """A second member of staff shortens the delay."""

    permission = Permission.CONSOLE_MANAGE

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        tenant = get_object_or_404(Tenant, pk=kwargs["pk"])
        try:
            confirm_recovery(tenant=tenant, recovery_id=kwargs["recovery"], by=self.person)
        except Conflict as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("It takes effect four hours after it was opened."))
        return redirect("console_recoveries", pk=tenant.pk)
