"""The import, step by step: file, columns and preview, progress, result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from apps.accounts.permissions import Permission
from apps.clients.forms import UploadForm
from apps.clients.selectors import import_for, imports_visible_to
from apps.clients.services.imports import remap_import, upload_import
from apps.clients.services.imports.failures import failed_rows
from apps.clients.views.base import PersonPage
from apps.clients.views.import_context import context_of
from apps.common.errors import InvalidInput
from apps.common.views.forms import ServiceFormMixin

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponseBase

    from apps.clients.models import ImportBatch


RECENT = 8


class UploadView(PersonPage, ServiceFormMixin):
    """Choose a file; what came before stands below."""

    permission = Permission.CLIENTS_IMPORT
    template_name = "clients/import_upload.html"
    form_class = UploadForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(imports=imports_visible_to(self.person).order_by("-id")[:RECENT], **kwargs)

    def perform(self, form: UploadForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        batch = upload_import(by=self.person, file_name=file.name, data=file.read())
        return redirect("client_import", batch.pk)


class _BatchView(PersonPage, View):
    permission = Permission.CLIENTS_IMPORT

    @cached_property
    def batch(self) -> ImportBatch:
        return import_for(self.person, self.kwargs["pk"])


class ImportView(_BatchView):
    """Show where the import stands; POST reads the file another way."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return render(request, "clients/import.html", context_of(self.batch, self.person))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        post = request.POST
        mapping = {
            name.removeprefix("column-"): str(value) for name, value in post.items() if name.startswith("column-")
        }
        try:
            remap_import(
                batch_id=pk,
                by=self.person,
                mapping=mapping if "remap" in post else None,
                encoding=post.get("encoding", ""),
                delimiter=post.get("delimiter", ""),
                date_order=post.get("date_order"),
            )
        except InvalidInput as error:
            problems = [text for texts in error.fields.values() for text in texts]
            self.batch.mapping |= {name: mapping[name] for name in mapping if name in self.batch.mapping}
            context = {**context_of(self.batch, self.person), "problems": problems}
            return render(request, "clients/import.html", context, status=422)
        return redirect("client_import", pk)


class ImportProgressView(_BatchView):
    """Asked every second while a task works; the page is loaded anew once it is done."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        if not self.batch.is_busy:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "clients/_import_progress.html", {"batch": self.batch})


class FailedRowsView(_BatchView):
    def get(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        response = StreamingHttpResponse(failed_rows(self.batch), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="{}"'.format(_("rows-left-out.csv"))
        return response
