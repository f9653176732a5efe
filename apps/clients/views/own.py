"""A client's own record: what the business knows of them and how it reaches them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from apps.accounts.permissions import Permission
from apps.clients.custom import answers_of, fields_for
from apps.clients.custom_forms import gathered
from apps.clients.forms import OwnForm, values_of
from apps.clients.selectors import clients_visible_to
from apps.clients.selectors.messages import opt_out_of
from apps.clients.services import update_client
from apps.clients.services.values.phones import readable_phone
from apps.clients.views.base import PersonPage
from apps.clients.views.carried import version_in
from apps.clients.views.clashes import clash_of, with_choices
from apps.clients.views.editing import version_shown
from apps.common.business import current
from apps.common.errors import StaleVersion
from apps.common.views.forms import ServiceFormMixin

if TYPE_CHECKING:
    from django.http import HttpResponse

    from apps.clients.models import Client


class OwnRecordView(PersonPage, TemplateView):
    permission = Permission.RECORD_OWN
    template_name = "clients/own.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        client = clients_visible_to(self.person).first()
        phone = readable_phone(client.phone, country=current().country) if client else ""
        answers = answers_of(client, fields_for(self.person)) if client else []
        opt_out = opt_out_of(client.pk) if client else None
        return super().get_context_data(client=client, phone=phone, answers=answers, opt_out=opt_out, **kwargs)


class EditOwnRecordView(PersonPage, ServiceFormMixin):
    """Sends only what the client changed; when the team was first, they see both and choose."""

    permission = Permission.RECORD_OWN
    template_name = "clients/own_form.html"
    form_class = OwnForm

    @cached_property
    def client(self) -> Client:
        return get_object_or_404(clients_visible_to(self.person))

    def get_initial(self) -> dict[str, Any]:
        return values_of(self.client)

    def get_form_kwargs(self) -> dict[str, Any]:
        given = super().get_form_kwargs() | {"user": self.person}
        return given | {"data": with_choices(given["data"])} if "data" in given else given

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        values: dict[str, Any] = {"client": self.client, "version": version_shown(self.request, self.client)}
        return super().get_context_data(**(values | kwargs))

    def perform(self, form: OwnForm) -> HttpResponse:
        version, changed = version_in(self.request.POST), form.changed()
        try:
            update_client(client_id=self.client.pk, by=self.person, expected_version=version, **gathered(changed))
        except StaleVersion:
            return self._show_both(form)
        messages.success(self.request, _("Saved."))
        return redirect("own_record")

    def _show_both(self, form: OwnForm) -> HttpResponse:
        clash = clash_of(form, values_of(self.client))
        fresh = OwnForm(clash.data, user=self.person, initial=clash.theirs)
        context = self.get_context_data(form=fresh, version=self.client.version, **clash.context(fresh))
        return self.render_to_response(context, status=409)
