"""Putting a client aside, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from apps.accounts.permissions import Permission
from apps.clients import policies
from apps.clients.selectors import clients_visible_to
from apps.clients.services import archive_client, restore_client
from apps.clients.views.base import PersonPage
from apps.common.errors import DomainError, InvalidInput

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from apps.clients.models import Client


def archive_words(client: Client) -> dict[str, Any]:
    """Say what archiving does, for the dialog and for the page without JavaScript."""
    return {
        "question": _("Archive %(name)s?") % {"name": client.full_name},
        "consequences": [
            *policies.archive_consequences(client.pk),
            *([_("They can no longer sign in to the app.")] if client.user_id else []),
            _("They leave the lists and the search; nothing is deleted."),
            _("History, notes and contact details stay. You can restore them at any time."),
        ],
        "yes": _("Archive"),
        "no": _("Keep"),
    }


class ClientAct(PersonPage, View):
    permission = Permission.CLIENTS_ARCHIVE

    @cached_property
    def client(self) -> Client:
        return get_object_or_404(clients_visible_to(self.person), pk=self.kwargs["pk"])

    def refuse(self, error: DomainError) -> HttpResponse:
        """Say why not, where the person was."""
        if error.status >= 500:  # noqa: PLR2004 - ours, not the person's
            raise error
        texts = [text for texts in error.fields.values() for text in texts] if isinstance(error, InvalidInput) else []
        messages.error(self.request, " ".join(texts) or error.message)
        return redirect("client", self.client.pk)


class ArchiveView(ClientAct):
    """Ask first; then archive and offer to undo."""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        if request.POST.get("confirmed") != "yes":
            context = {**archive_words(self.client), "back": reverse("client", args=[pk])}
            return render(request, "layouts/confirm.html", context)
        try:
            client = archive_client(client_id=pk, by=self.person)
        except DomainError as error:
            return self.refuse(error)
        undo = f"undo:{reverse('client_restore', args=[pk])}"
        messages.success(request, _("%(name)s is archived.") % {"name": client.full_name}, extra_tags=undo)
        return redirect("clients")


class RestoreView(ClientAct):
    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        try:
            client = restore_client(client_id=pk, by=self.person)
        except DomainError as error:
            return self.refuse(error)
        messages.success(request, _("%(name)s is back.") % {"name": client.full_name})
        return redirect("client", pk)
