"""The platform's businesses: find one, look at its audit, close and open its doors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from apps.accounts.access import PermissionRequired, SecondFactorRequired
from apps.accounts.permissions import Permission
from apps.common.navigation import Tab
from apps.common.pagination import keyset
from apps.common.views.forms import ServiceFormMixin
from tenants.console.forms import ReasonForm
from tenants.console.selectors import audit_of, businesses, deployed_version, pools
from tenants.registry.models import Tenant
from tenants.registry.services.lifecycle import resume_business, suspend_business

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from django.utils.functional import Promise

PAGE_SIZE = 50
AUDIT_SIZE = 100


def menu(here: str) -> list[Tab]:
    """Return the console's own menu as it is at an address."""
    style, is_style = reverse("console_style"), here.startswith(reverse("console_style"))
    return [
        Tab(_("Businesses"), reverse("console"), "building", "main", phone=True, current=not is_style),
        Tab(_("Style"), style, "eye", "more", phone=True, current=is_style),
    ]


class ConsolePage(PermissionRequired, SecondFactorRequired, TemplateView):
    """The frame of the console: its menu is its own."""

    permission = Permission.CONSOLE_VIEW

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            nav=menu(self.request.path),
            palette_url=reverse("console_palette"),
            search_url=reverse("console"),
            # Which server a business stands on is worth a column once there is a choice.
            show_server=len(settings.DATABASE_SERVERS) > 1,
            **kwargs,
        )


class BusinessesView(ConsolePage):
    """Newest first."""

    template_name = "console/businesses.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        search, state = self.request.GET.get("search", ""), self.request.GET.get("state", "")
        page = keyset(
            businesses(search=search, state=state),
            ordering=("-created_at",),
            cursor=self.request.GET.get("cursor", ""),
            size=PAGE_SIZE,
        )
        states = [("", _("All")), *Tenant.State.choices]
        return super().get_context_data(
            tenants=page.rows,
            pools=pools(),
            version=deployed_version()[:8],
            search=search,
            state=state,
            tabs=[
                {"label": label, "url": _address(search=search, state=value), "current": value == state}
                for value, label in states
            ],
            newer=page.previous and _address(search=search, state=state, cursor=page.previous),
            older=page.next and _address(search=search, state=state, cursor=page.next),
            **kwargs,
        )


class BusinessView(ConsolePage):
    """One business from outside, and everything done to it from outside."""

    template_name = "console/business.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tenant = get_object_or_404(Tenant, pk=self.kwargs["pk"])
        kwargs.setdefault("form", ReasonForm())
        return super().get_context_data(tenant=tenant, audit=audit_of(tenant)[:AUDIT_SIZE], **kwargs)


class _StateChange(BusinessView, ServiceFormMixin):
    """A form with a reason; what the state forbids is said in the form."""

    permission = Permission.CONSOLE_MANAGE
    http_method_names = ["post", "options"]
    form_class = ReasonForm
    change: ClassVar[Callable[..., Tenant]]
    done: ClassVar[str | Promise]

    @cached_property
    def tenant(self) -> Tenant:
        return get_object_or_404(Tenant, pk=self.kwargs["pk"])

    def perform(self, form: ReasonForm) -> HttpResponse:
        user = self.request.user
        tenant = type(self).change(tenant_id=self.tenant.pk, by=user, reason=form.cleaned_data["reason"])
        messages.success(self.request, str(self.done) % {"name": tenant.name})
        return redirect("console_business", pk=tenant.pk)


class SuspendView(_StateChange):
    change = staticmethod(suspend_business)
    done = gettext_lazy("%(name)s is suspended.")


class ResumeView(_StateChange):
    change = staticmethod(resume_business)
    done = gettext_lazy("%(name)s is open again.")


def _address(**query: str) -> str:
    return "?" + urlencode({name: value for name, value in query.items() if value})
