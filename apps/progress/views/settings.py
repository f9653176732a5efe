"""What clients may write down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.common.views.forms import ServiceFormMixin
from apps.progress.forms import SettingsForm
from apps.progress.selectors import clients_may_log
from apps.progress.services import let_clients_log

if TYPE_CHECKING:
    from django.http import HttpResponse


class SettingsView(PermissionRequired, ServiceFormMixin):
    permission = Permission.BUSINESS_EDIT
    template_name = "progress/settings.html"
    form_class = SettingsForm

    def get_initial(self) -> dict[str, Any]:
        return {"clients_log": clients_may_log()}

    def perform(self, form: SettingsForm) -> HttpResponse:
        let_clients_log(by=self.person, what=form.cleaned_data["clients_log"])
        messages.success(self.request, _("Saved."))
        return redirect("progress_settings")
