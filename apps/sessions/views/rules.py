"""The page of the booking rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.forms import model_to_dict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.common.views.forms import ServiceFormMixin
from apps.sessions.models.rules import RULES
from apps.sessions.rules_form import RulesForm
from apps.sessions.selectors import booking_rules
from apps.sessions.services import change_booking_rules

if TYPE_CHECKING:
    from django.http import HttpResponse


class RulesView(PermissionRequired, ServiceFormMixin):
    permission = Permission.BUSINESS_EDIT
    template_name = "sessions/rules.html"
    form_class = RulesForm

    def get_initial(self) -> dict[str, Any]:
        rules = booking_rules()
        return {**model_to_dict(rules, RULES), "version": rules.version}

    def perform(self, form: RulesForm) -> HttpResponse:
        change_booking_rules(by=self.person, changes=form.changes, version=form.cleaned_data["version"])
        messages.success(self.request, _("Saved."))
        return redirect("booking_rules")
