"""The business's own documents: what clients are asked to agree to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from apps.accounts.permissions import Permission
from apps.clients.intake_forms import DocumentForm
from apps.clients.records import documents, newest_versions
from apps.clients.services.intake import add_document, change_document, retire_document, revive_document
from apps.clients.views.base import PersonPage
from apps.clients.views.carried import uuid_in, version_in
from apps.common.errors import DomainError, StaleVersion
from apps.common.ids import uuid7
from apps.common.views.forms import ServiceFormMixin, add_refusal

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from apps.clients.models import ConsentDocument


class DocumentsView(PersonPage, TemplateView):
    permission = Permission.BUSINESS_EDIT
    template_name = "clients/intake/documents.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        newest = newest_versions()
        rows = [(document, newest[document.pk]) for document in documents()]
        return super().get_context_data(rows=rows, **kwargs)


class AddDocumentView(PersonPage, ServiceFormMixin):
    """The hidden key makes sending twice one document."""

    permission = Permission.BUSINESS_EDIT
    template_name = "clients/intake/document.html"
    form_class = DocumentForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(key=uuid_in(self.request.POST.get("key", "")) or uuid7(), **kwargs)

    def perform(self, form: DocumentForm) -> HttpResponse:
        key = uuid_in(self.request.POST.get("key", ""))
        document = add_document(by=self.person, document_id=key, **form.cleaned_data)
        messages.success(self.request, _("“%(title)s” is added.") % {"title": document.title})
        return redirect("consent_documents")


class DocumentView(PersonPage, ServiceFormMixin):
    """One document with all its versions."""

    permission = Permission.BUSINESS_EDIT
    template_name = "clients/intake/document.html"
    form_class = DocumentForm

    @cached_property
    def document(self) -> ConsentDocument:
        return get_object_or_404(documents(), pk=self.kwargs["pk"])

    @property
    def versions(self) -> Any:
        return self.document.versions.select_related("by").order_by("-number")

    def get_initial(self) -> dict[str, Any]:
        document, newest = self.document, self.versions.first()
        return {
            "title": document.title,
            "kind": document.kind,
            "is_required": document.is_required,
            "text": newest.text if newest else "",
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        values: dict[str, Any] = {"document": self.document, "versions": self.versions[:50]}
        return super().get_context_data(**(values | kwargs))

    def perform(self, form: DocumentForm) -> HttpResponse:
        version = version_in(self.request.POST)
        try:
            document = change_document(
                document_id=self.document.pk, by=self.person, expected_version=version, **form.cleaned_data
            )
        except StaleVersion as error:
            add_refusal(form, error)
            return self.render_to_response(self.get_context_data(form=form), status=409)
        messages.success(self.request, _("“%(title)s” is saved.") % {"title": document.title})
        return redirect("consent_documents")


class RetireDocumentView(PersonPage, View):
    """Stop asking for it, or begin again."""

    permission = Permission.BUSINESS_EDIT

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        document = get_object_or_404(documents(), pk=pk)
        act = revive_document if document.retired_at else retire_document
        try:
            act(document_id=pk, by=self.person)
        except DomainError as error:
            messages.error(request, error.message)
        return redirect("consent_documents")
