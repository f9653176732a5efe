"""One's own account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from apps.accounts.access import PermissionRequired
from apps.accounts.forms import ProfileForm
from apps.accounts.permissions import Permission
from apps.accounts.services.photos import own_photo_underway
from apps.accounts.services.profile import FIELDS, change_profile
from apps.accounts.views.photos import own_urls
from apps.common.business import current
from apps.common.views.forms import ServiceFormMixin

if TYPE_CHECKING:
    from django.http import HttpResponse


class AccountView(PermissionRequired, ServiceFormMixin):
    """Name, time zone, language and units; the ways to password, theme and sign-ins beside them."""

    permission = Permission.ACCOUNT_OWN
    template_name = "accounts/account.html"
    form_class = ProfileForm

    def get_initial(self) -> dict[str, Any]:
        user = self.person
        return {name: getattr(user, name) for name in FIELDS}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "business_zone": current().time_zone}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(picture=own_photo_underway(self.person), urls=own_urls(), **kwargs)

    def perform(self, form: ProfileForm) -> HttpResponse:
        change_profile(user=self.person, values=form.cleaned_data)
        messages.success(self.request, _("Saved."))
        return redirect("account")
