"""The owner's rule about the team's second step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views import View

from apps.accounts.access import PermissionRequired
from apps.accounts.forms import SecondStepForm
from apps.accounts.permissions import Permission
from apps.accounts.selectors import has_second_factor, second_step_from, team_visible_to, without_second_factor
from apps.accounts.services.second_step_rule import require_second_step, stop_requiring_second_step
from apps.common.business import current
from apps.common.views.forms import ServiceFormMixin

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def end_words() -> dict[str, Any]:
    """Say what it does, for the dialog and for the page without JavaScript."""
    return {
        "question": _("Leave two-step sign-in to everybody?"),
        "consequences": [
            _("Who has none signs in with the password alone."),
            _("Who has set it up keeps it."),
        ],
        "yes": _("Leave it to everybody"),
    }


class SecondStepView(PermissionRequired, ServiceFormMixin):
    """From when on the team needs one, and who has none yet."""

    permission = Permission.TEAM_SECURITY
    template_name = "accounts/second_step.html"
    form_class = SecondStepForm

    def get_initial(self) -> dict[str, Any]:
        since, zone = second_step_from(), current().zone
        today = timezone.localdate(timezone=zone)
        return {"starts_on": max(since.astimezone(zone).date(), today) if since else today + SecondStepForm.USUAL_GRACE}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        members = team_visible_to(self.person).filter(is_active=True)
        since = second_step_from()
        return super().get_context_data(
            since=since,
            is_on=since is not None and since <= timezone.now(),
            without=list(without_second_factor(members)),
            total=members.count(),
            has_own=has_second_factor(self.person),
            confirm=end_words(),
            **kwargs,
        )

    def perform(self, form: SecondStepForm) -> HttpResponse:
        day = form.cleaned_data["starts_on"]
        require_second_step(starts_on=day, by=self.person)
        messages.success(
            self.request,
            _("The team needs two-step sign-in from %(day)s on.") % {"day": date_format(day, "DATE_FORMAT")},
        )
        return redirect("team_second_step")


class EndSecondStepView(PermissionRequired, View):
    """Leave it to everybody again."""

    permission = Permission.TEAM_SECURITY

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("confirmed") != "yes":
            return render(request, "layouts/confirm.html", {**end_words(), "back": reverse("team_second_step")})
        stop_requiring_second_step(by=self.person)
        messages.success(request, _("Two-step sign-in is left to everybody."))
        return redirect("team_second_step")
