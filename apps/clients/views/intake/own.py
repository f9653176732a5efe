"""A client's own consents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from apps.accounts.permissions import Permission
from apps.clients.records import consents_of, standing_of
from apps.clients.selectors import clients_visible_to
from apps.clients.services.intake import Filler, withdraw_consent
from apps.clients.views.base import PersonPage
from apps.common.errors import DomainError

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


class OwnConsentsView(PersonPage, TemplateView):
    """What I agreed to, and what waits for me."""

    permission = Permission.RECORD_OWN
    template_name = "clients/intake/own_consents.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        client = get_object_or_404(clients_visible_to(self.person))
        missing = [one for one in standing_of(client.pk) if one.is_missing]
        return super().get_context_data(
            client=client, consents=consents_of(client.pk)[:100], missing=missing, is_own=True, **kwargs
        )


class WithdrawOwnConsentView(PersonPage, View):
    """Take one back."""

    permission = Permission.RECORD_OWN

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        client = get_object_or_404(clients_visible_to(self.person))
        try:
            withdraw_consent(client_id=client.pk, consent_id=pk, filler=Filler.signed_in(self.person))
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("The consent is withdrawn."))
        return redirect("own_consents")
