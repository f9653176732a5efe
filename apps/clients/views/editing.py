"""Adding and editing a client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.clients.custom_forms import ChecksField, gathered
from apps.clients.forms import ClientForm, values_of
from apps.clients.selectors import clients_visible_to
from apps.clients.services import add_client, update_client
from apps.clients.views.base import PersonPage
from apps.common.business import current
from apps.common.errors import StaleVersion
from apps.common.ids import uuid7
from apps.common.views.forms import ServiceFormMixin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from apps.clients.models import Client


class _FormView(PersonPage, ServiceFormMixin):
    permission = Permission.CLIENTS_EDIT
    template_name = "clients/form.html"
    form_class = ClientForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.person}


class AddClientView(_FormView):
    """The hidden key becomes the client's id: sending the form twice adds one client."""

    def get_initial(self) -> dict[str, Any]:
        me = self.person
        today = timezone.localdate().isoformat()
        trainer = str(me.pk) if me.is_coach else ""
        return {"status": "active", "country": current().country, "trainer": trainer, "member_since": today}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        key = _uuid(self.request.POST.get("key", "")) or uuid7()
        return super().get_context_data(key=key, **kwargs)

    def perform(self, form: ClientForm) -> HttpResponse:
        key = _uuid(self.request.POST.get("key", ""))
        client = add_client(by=self.person, client_id=key, **gathered(form.given()))
        messages.success(self.request, _("%(name)s is added.") % {"name": client.full_name})
        return redirect("client", client.pk)


class EditClientView(_FormView):
    """Sends only what the person changed; when somebody else was first, shows both and keeps the input."""

    @cached_property
    def client(self) -> Client:
        client = get_object_or_404(clients_visible_to(self.person), pk=self.kwargs["pk"])
        if client.is_archived:
            raise Http404
        return client

    def get_initial(self) -> dict[str, Any]:
        return values_of(self.client)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        values: dict[str, Any] = {"client": self.client, "version": self.client.version}
        return super().get_context_data(**(values | kwargs))

    def perform(self, form: ClientForm) -> HttpResponse:
        version, changed = version_in(self.request.POST), form.changed()
        try:
            client = update_client(
                client_id=self.client.pk, by=self.person, expected_version=version, **gathered(changed)
            )
        except StaleVersion:
            return self._show_both(form)
        messages.success(self.request, _("Saved."))
        return redirect("client", client.pk)

    def _show_both(self, form: ClientForm) -> HttpResponse:
        """Show the form over the newer values: untouched fields take them, touched ones keep the person's input."""
        theirs, mine = values_of(self.client), form.changed()
        data = {**theirs, **mine, **{f"initial-{name}": value for name, value in theirs.items()}}
        fresh = ClientForm(data, user=self.person, initial=theirs)
        clashes = [_clash(fresh, name, theirs[name]) for name in mine if str(mine[name]) != theirs[name]]
        taken = [
            fresh.fields[name].label for name in form.fields if name not in mine and _was(form, name) != theirs[name]
        ]
        context = self.get_context_data(form=fresh, clashes=clashes, taken=taken, stale=True)
        return self.render_to_response(context, status=409)


def _clash(form: ClientForm, name: str, theirs: str) -> dict[str, Any]:
    """Return a field with its newer value in words."""
    field = form.fields[name]
    words = (
        field.in_words(theirs) if isinstance(field, ChecksField) else dict(getattr(field, "choices", ())).get(theirs)
    )
    return {"label": field.label, "theirs": words or theirs, "mine": form.data[name]}


def _was(form: ClientForm, name: str) -> str:
    """Return what the field was when the person opened the form."""
    return str(form.data.get(form.add_initial_prefix(name), "")).replace("\r\n", "\n")


def version_in(post: Mapping[str, str]) -> int:
    """Return the version that the form was made from; 0, which no row has, when it cannot be read."""
    text = post.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 - a number


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
