"""Adding and editing a client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.clients.custom_forms import gathered
from apps.clients.forms import ClientForm, values_of
from apps.clients.intake_forms import AddForm
from apps.clients.permissions import may_see_health
from apps.clients.selectors import clients_visible_to
from apps.clients.services import add_client, update_client
from apps.clients.services.drafts import discard_draft
from apps.clients.services.likely import LikelyDuplicate, refuse_likely_edit
from apps.clients.views.base import PersonPage
from apps.clients.views.carried import uuid_in, version_in
from apps.clients.views.clashes import clash_of, with_choices
from apps.clients.views.intake.desk import HEALTH_STEPS, TITLES
from apps.clients.views.intake.drafts import draft_of, line, restore
from apps.common.business import current
from apps.common.errors import StaleVersion
from apps.common.ids import uuid7
from apps.common.views.forms import ServiceFormMixin

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from apps.clients.models import Client, Draft


class _FormView(PersonPage, ServiceFormMixin):
    permission = Permission.CLIENTS_EDIT
    template_name = "clients/form.html"
    form_class = ClientForm

    def get_form_kwargs(self) -> dict[str, Any]:
        given = super().get_form_kwargs()
        if "data" in given:
            given["data"] = with_choices(given["data"])
        return {**given, "user": self.person}

    def warn(self, form: ClientForm, likely: LikelyDuplicate) -> HttpResponse:
        """Show who it may be, and let the person say that it is somebody else."""
        return self.render_to_response(self.get_context_data(form=form, hits=likely.hits), status=409)

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        restore(form, self.draft)
        return form

    @cached_property
    def draft(self) -> Draft | None:
        """Return what the person typed and did not send; subclasses say where."""
        return None

    def draft_line(self, form: str, thing: UUID) -> dict[str, Any]:
        return line(self.request, url=reverse("client_draft"), form=form, thing=thing, draft=self.draft)


class AddClientView(_FormView):
    """The hidden key becomes the client's id: sending the form twice adds one client."""

    form_class = AddForm

    @cached_property
    def draft(self) -> Draft | None:
        return draft_of(self.person.pk, "add") if self.request.method == "GET" else None

    def get_initial(self) -> dict[str, Any]:
        me = self.person
        today = timezone.localdate().isoformat()
        trainer = str(me.pk) if me.is_coach else ""
        return {"status": "active", "country": current().country, "trainer": trainer, "member_since": today}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        key = uuid_in(self.request.POST.get("key", "")) or (self.draft.thing if self.draft else uuid7())
        names = [title for step, title in TITLES.items() if may_see_health(self.person) or step not in HEALTH_STEPS]
        return super().get_context_data(key=key, names=names, draft=self.draft_line("add", key), **kwargs)

    def perform(self, form: ClientForm) -> HttpResponse:
        key = uuid_in(self.request.POST.get("key", ""))
        try:
            client = add_client(
                by=self.person, client_id=key, refuse_likely=not is_sure(self.request), **gathered(form.given())
            )
        except LikelyDuplicate as likely:
            return self.warn(form, likely)
        discard_draft(holder=self.person.pk, form="add", thing=client.pk)
        messages.success(self.request, _("%(name)s is added.") % {"name": client.full_name})
        return redirect("client_intake" if self.request.POST.get("go") == "on" else "client", client.pk)


class EditClientView(_FormView):
    """Sends only what the person changed; when somebody else was first, shows both and lets the person choose."""

    @cached_property
    def client(self) -> Client:
        client = get_object_or_404(clients_visible_to(self.person), pk=self.kwargs["pk"])
        if client.is_archived:
            raise Http404
        return client

    @cached_property
    def draft(self) -> Draft | None:
        return draft_of(self.person.pk, "edit", self.client.pk) if self.request.method == "GET" else None

    def get_initial(self) -> dict[str, Any]:
        return values_of(self.client)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        typed = self.draft.data.get("version", []) if self.draft else []
        version = version_in({"version": typed[0]}) if typed else version_shown(self.request, self.client)
        draft = self.draft_line("edit", self.client.pk)
        values: dict[str, Any] = {"client": self.client, "version": version, "draft": draft}
        return super().get_context_data(**(values | kwargs))

    def perform(self, form: ClientForm) -> HttpResponse:
        version, changed = version_in(self.request.POST), form.changed()
        try:
            if version == self.client.version and not is_sure(self.request):
                refuse_likely_edit(client=self.client, by=self.person, **gathered(changed))
            client = update_client(
                client_id=self.client.pk, by=self.person, expected_version=version, **gathered(changed)
            )
        except StaleVersion:
            return self._show_both(form)
        except LikelyDuplicate as likely:
            return self.warn(form, likely)
        discard_draft(holder=self.person.pk, form="edit", thing=client.pk)
        messages.success(self.request, _("Saved."))
        return redirect("client", client.pk)

    def _show_both(self, form: ClientForm) -> HttpResponse:
        """Show the form over the newer values: untouched fields take them; of clashing ones the person chooses."""
        clash = clash_of(form, values_of(self.client))
        fresh = ClientForm(clash.data, user=self.person, initial=clash.theirs)
        context = self.get_context_data(form=fresh, version=self.client.version, **clash.context(fresh))
        return self.render_to_response(context, status=409)


def is_sure(request: HttpRequest) -> bool:
    """The person saw who it may be, and said that it is somebody else."""
    return request.POST.get("allow_duplicate") == "yes"


def version_shown(request: HttpRequest, client: Client) -> int:
    """Return the version that the values on the page are of: a form shown again for an error keeps the one it came with."""
    return version_in(request.POST) if request.method == "POST" else client.version
