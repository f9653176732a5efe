"""Erasing a client for good: what goes, what stays, and the name typed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from apps.accounts.permissions import Permission
from apps.clients import policies
from apps.clients.models.erasure import GRACE
from apps.clients.selectors import clients_visible_to
from apps.clients.services import ask_erasure, cancel_erasure
from apps.clients.views.archiving import ClientAct
from apps.clients.views.base import PersonPage
from apps.common.errors import DomainError, InvalidInput

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from apps.clients.models import Client


class EraseView(PersonPage, TemplateView):
    """Only for who proved themselves a moment ago; whom they may not see does not exist before that."""

    permission = Permission.CLIENTS_ERASE
    template_name = "clients/erasure.html"

    @cached_property
    def client(self) -> Client:
        return get_object_or_404(clients_visible_to(self.person), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rooms = policies.erasure_policies()
        return super().get_context_data(
            client=self.client,
            goes=[line for room in rooms for line in room.goes()],
            stays=[line for room in rooms for line in room.stays()],
            ends=[] if self.client.is_archived else policies.archive_consequences(self.client.pk),
            days=GRACE.days,
            **kwargs,
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._show(request, client=self.client)

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return self._erase(request, client=self.client)

    @method_decorator(reauthentication_required)
    def _show(self, request: HttpRequest, client: Client) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    @method_decorator(reauthentication_required)
    def _erase(self, request: HttpRequest, client: Client) -> HttpResponse:
        try:
            erasure = ask_erasure(client_id=client.pk, by=self.person, typed=request.POST.get("typed", ""))
        except DomainError as error:
            texts = error.fields.get("typed", []) if isinstance(error, InvalidInput) else []
            context = self.get_context_data(problem=" ".join(texts) or error.message)
            return render(request, self.template_name, context, status=422)
        words = {"name": self.client.full_name, "days": GRACE.days}
        messages.success(request, _("%(name)s will be erased in %(days)d days.") % words)
        return redirect("client", erasure.client_id)


class CancelErasureView(ClientAct):
    permission = Permission.CLIENTS_ERASE

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        try:
            cancel_erasure(client_id=self.client.pk, by=self.person)
        except DomainError as error:
            return self.refuse(error)
        messages.success(request, _("%(name)s will not be erased.") % {"name": self.client.full_name})
        return redirect("client", pk)
