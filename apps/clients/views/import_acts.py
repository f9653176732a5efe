"""The two acts of an import: let it run, take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from apps.accounts.permissions import Permission
from apps.clients.selectors import import_for
from apps.clients.services.imports import start_run, start_undo
from apps.clients.views.base import PersonPage
from apps.common.errors import Conflict

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from apps.clients.models import ImportBatch


class RunImportView(PersonPage, View):
    permission = Permission.CLIENTS_IMPORT

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        try:
            start_run(batch_id=pk, by=self.person, accept_errors=request.POST.get("accept_errors") == "yes")
        except Conflict as error:
            messages.error(request, error.message)
        return redirect("client_import", pk)


def undo_words(batch: ImportBatch) -> dict[str, Any]:
    """Say what taking back does, for the dialog and for the page without JavaScript."""
    question = ngettext("Take back %(count)d client?", "Take back %(count)d clients?", batch.imported)
    return {
        "question": question % {"count": batch.imported},
        "consequences": [
            _("Clients that came with this file are removed."),
            _("Those that were edited, archived or used since stay; you will see which."),
        ],
        "yes": _("Take back"),
        "no": _("Keep"),
    }


class UndoImportView(PersonPage, View):
    permission = Permission.CLIENTS_IMPORT

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        batch = import_for(self.person, pk)
        if request.POST.get("confirmed") != "yes":
            context = {**undo_words(batch), "back": reverse("client_import", args=[pk])}
            return render(request, "layouts/confirm.html", context)
        try:
            start_undo(batch_id=pk, by=self.person)
        except Conflict as error:
            messages.error(request, error.message)
        return redirect("client_import", pk)
