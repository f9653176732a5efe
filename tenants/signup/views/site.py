"""The public site: what it is, and the way to one's own studio."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.generic import FormView, TemplateView

from tenants.registry import subdomains
from tenants.registry.models import Tenant
from tenants.signup.addresses import business_url
from tenants.signup.forms import FindStudioForm

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing the product does, in two lines."""

    icon: str
    title: str | Promise
    text: str | Promise


REASONS = (
    Reason("today", _lazy("Today, at a glance"), _lazy("Who comes next, what is left to finish, who has gone quiet.")),
    Reason(
        "calendar", _lazy("No double booking"), _lazy("A clash is refused and the next free slots are one tap away.")
    ),
    Reason(
        "clients",
        _lazy("Bring your clients"),
        _lazy("Import any spreadsheet: columns, dates and phones are understood."),
    ),
    Reason("lock", _lazy("Your data stays yours"), _lazy("Every studio has its own walled-off part of the database.")),
)


class HomeView(TemplateView):
    """The first page of the public host."""

    template_name = "signup/home.html"
    extra_context = {"reasons": REASONS}


class FindStudioView(FormView[FindStudioForm]):
    """Ask for the studio's address and send people to its own sign-in page."""

    template_name = "signup/find_studio.html"
    form_class = FindStudioForm
    extra_context = {"suffix": f".{settings.BASE_DOMAIN}"}

    def form_valid(self, form: FindStudioForm) -> HttpResponse:
        name = subdomains.normalise(form.cleaned_data["subdomain"]).removesuffix(f".{settings.BASE_DOMAIN}")
        if not Tenant.objects.filter(subdomain=name).exists():
            form.add_error(
                "subdomain", _("There is no studio at %(name)s.") % {"name": f"{name}.{settings.BASE_DOMAIN}"}
            )
            return self.form_invalid(form)
        return redirect(business_url(name, "/accounts/login/", is_secure=self.request.is_secure()))
