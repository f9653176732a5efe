"""Asking a client into the app, and ending it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.clients.services import end_access, invite_client
from apps.clients.views.archiving import ClientAct
from apps.common.errors import DomainError

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from apps.clients.models import Client


def ending_words(client: Client) -> dict[str, Any]:
    """Say what ending the access does, for the dialog and for the page without JavaScript."""
    return {
        "question": _("End the app access of %(name)s?") % {"name": client.full_name},
        "consequences": [
            _("They are signed out at once, and can no longer sign in."),
            _("Sessions, notes and history stay. You can invite them again at any time."),
        ],
        "yes": _("End access"),
        "no": _("Keep"),
    }


class InviteClientView(ClientAct):
    """Send the link, for the first time or again."""

    permission = Permission.CLIENTS_INVITE

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        try:
            client = invite_client(client_id=self.client.pk, by=self.person)
        except DomainError as error:
            return self.refuse(error)
        messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": client.email})
        return redirect("client", client.pk)


class EndAccessView(ClientAct):
    """Withdraw an invitation at once; ask before a log-in is closed."""

    permission = Permission.CLIENTS_INVITE

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        had_joined = self.client.user_id is not None
        if had_joined and request.POST.get("confirmed") != "yes":
            context = {**ending_words(self.client), "back": reverse("client", args=[pk])}
            return render(request, "layouts/confirm.html", context)
        client = end_access(client_id=self.client.pk, by=self.person)
        words = _("%(name)s can no longer sign in.") if had_joined else _("The invitation of %(name)s is withdrawn.")
        messages.success(request, words % {"name": client.full_name})
        return redirect("client", client.pk)
