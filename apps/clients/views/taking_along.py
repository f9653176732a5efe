"""A file with everything about a client: asked for, fetched by a signed link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.core.signing import BadSignature, TimestampSigner
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from apps.accounts.permissions import Permission
from apps.clients.models import ClientExport
from apps.clients.selectors import clients_visible_to
from apps.clients.services import ask_export
from apps.clients.services.taking_along import export_for
from apps.clients.views.base import PersonPage
from apps.common.errors import NotFound
from apps.common.views.errors import page_not_found

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from apps.clients.models import Client

VALID_FOR = 3600
MOST_SHOWN = 5
_signer = TimestampSigner(salt="clients.export")


class TakeAlongView(PersonPage, TemplateView):
    """Ask for a file, see the last ones. The link to one is good for an hour, and only for who is signed in."""

    permission = Permission.CLIENTS_ERASE
    template_name = "clients/take_along.html"

    @cached_property
    def client(self) -> Client:
        return get_object_or_404(clients_visible_to(self.person), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        exports = list(self.exports().order_by("-id")[:MOST_SHOWN])
        return super().get_context_data(
            client=self.client,
            exports=[{"export": export, "url": self._url(export)} for export in exports],
            is_busy=any(export.ready_at is None for export in exports),
            **kwargs,
        )

    def exports(self) -> Any:
        return ClientExport.objects.filter(client=self.client)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        ask_export(client_id=self.client.pk, by=self.person)
        messages.success(request, _("The file is being made."))
        return redirect(request.path)

    def _url(self, export: ClientExport) -> str:
        if not export.is_there:
            return ""
        name = "own_take_along_file" if self.permission == Permission.RECORD_OWN else "client_take_along_file"
        return f"{reverse(name, args=[export.pk])}?key={_signer.sign(str(export.pk))}"


class OwnTakeAlongView(TakeAlongView):
    """The same for the client's own log-in, without what the team wrote for itself."""

    permission = Permission.RECORD_OWN

    @cached_property
    def client(self) -> Client:
        return get_object_or_404(clients_visible_to(self.person))

    def exports(self) -> Any:
        return super().exports().filter(by=self.person)


class FileView(PersonPage, View):
    permission = Permission.CLIENTS_ERASE

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        try:
            signed = _signer.unsign(request.GET.get("key", ""), max_age=VALID_FOR)
            if signed != str(pk):
                return page_not_found(request)
            export = export_for(self.person, pk)
        except (BadSignature, NotFound):
            return page_not_found(request)
        name = f"{slugify(export.client.full_name) or 'client'}-{export.created_at:%Y-%m-%d}.zip"
        response = FileResponse(default_storage.open(export.stored_as), as_attachment=True, filename=name)
        response["Cache-Control"] = "private, no-store"
        return response


class OwnFileView(FileView):
    permission = Permission.RECORD_OWN
