"""The log of contacts with a client, one of them, and what is done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.clients.models import ClientContact
from apps.clients.note_forms import WAYS, ContactForm
from apps.clients.selectors.notes import contacts_of
from apps.clients.services.contacts import (
    change_contact,
    delete_contact,
    log_contact,
    restore_contact,
    settle_follow_up,
)
from apps.clients.services.notes import may_change
from apps.clients.views.archiving import ClientAct
from apps.clients.views.carried import back_in, uuid_in, version_in
from apps.clients.views.intake.records import OfClient
from apps.clients.views.notes import SIZE
from apps.common.errors import DomainError, NotFound, StaleVersion
from apps.common.ids import uuid7
from apps.common.pagination import keyset
from apps.common.views.forms import ServiceFormMixin, add_refusal

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


class ContactsView(OfClient, ServiceFormMixin):
    """The log, the latest first, narrowed by `?way=`; and one more. The hidden key makes sending twice one contact."""

    template_name = "clients/contacts.html"
    form_class = ContactForm

    @cached_property
    def way(self) -> str:
        asked = self.request.GET.get("way", "")
        return asked if asked in ClientContact.Way.values else ""

    def get_initial(self) -> dict[str, Any]:
        return {"way": self.way} if self.way in dict(WAYS) else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = contacts_of(self.client.pk)
        found = found.filter(way=self.way) if self.way else found
        page = keyset(found, ordering=("-at", "-id"), cursor=self.request.GET.get("cursor", ""), size=SIZE)
        return super().get_context_data(
            lines=[
                {"contact": one, "may_change": not one.is_letter and may_change(one.by_id, self.person)}
                for one in page.rows
            ],
            older=self._url(cursor=page.next) if page.next else "",
            newer=self._url(cursor=page.previous) if page.previous else "",
            ways=[
                {"label": label, "url": f"?way={way}" if way else "?", "current": way == self.way}
                for way, label in [("", _("All")), *ClientContact.Way.choices]
            ],
            key=uuid_in(self.request.POST.get("key", "")) or uuid7(),
            **kwargs,
        )

    def _url(self, **asked: str) -> str:
        return f"?{urlencode({**({'way': self.way} if self.way else {}), **asked})}"

    def perform(self, form: ContactForm) -> HttpResponse:
        key = uuid_in(self.request.POST.get("key", ""))
        log_contact(client_id=self.client.pk, by=self.person, contact_id=key, **form.cleaned_data)
        messages.success(self.request, _("Logged."))
        return redirect(back_in(self.request, reverse("client_contacts", args=[self.client.pk])))


class ContactView(OfClient, ServiceFormMixin):
    """One contact, to be changed. Whoever comes second sees what it says now."""

    permission = Permission.CLIENTS_EDIT
    template_name = "clients/contact.html"
    form_class = ContactForm

    @cached_property
    def contact(self) -> ClientContact:
        contact = get_object_or_404(contacts_of(self.client.pk), pk=self.kwargs["contact"])
        if contact.is_letter:
            raise Http404
        if not may_change(contact.by_id, self.person):
            raise PermissionDenied
        return contact

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.contact, name) for name in ContactForm.base_fields}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = back_in(self.request, reverse("client_contacts", args=[self.client.pk]))
        return super().get_context_data(contact=self.contact, back=back, **kwargs)

    def perform(self, form: ContactForm) -> HttpResponse:
        contact, given = self.contact, dict(form.cleaned_data)
        if "at" not in form.changed_data:
            del given["at"]  # the form knows minutes only
        named: dict[str, Any] = {"client_id": self.client.pk, "contact_id": contact.pk, "by": self.person}
        try:
            change_contact(**named, expected_version=version_in(self.request.POST), **given)
        except StaleVersion as error:
            add_refusal(form, error)
            del self.contact
            return self.render_to_response(self.get_context_data(form=form, is_stale=True), status=409)
        messages.success(self.request, _("Saved."))
        return redirect(back_in(self.request, reverse("client_contacts", args=[self.client.pk])))


class ContactAct(ClientAct):
    """Something done with one contact by a button; then back where the person was."""

    permission = Permission.CLIENTS_EDIT

    def act(self, named: dict[str, Any]) -> None:
        """Call the service and tell; subclasses give it."""
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: UUID, contact: UUID) -> HttpResponse:
        try:
            self.act({"client_id": self.client.pk, "contact_id": contact, "by": self.person})
        except NotFound:  # there is no page to say it on
            raise
        except DomainError as error:
            return self.refuse(error)
        return redirect(back_in(request, reverse("client_contacts", args=[pk])))

    def undo(self, name: str, contact_id: UUID) -> str:
        """Return how the toast takes it back, coming back to the same page."""
        back = back_in(self.request, "")
        query = f"?{urlencode({'next': back})}" if back else ""
        return f"undo:{reverse(name, args=[self.client.pk, contact_id])}{query}"


class DeleteContactView(ContactAct):
    """Delete it and offer to undo."""

    def act(self, named: dict[str, Any]) -> None:
        delete_contact(**named)
        undo = self.undo("client_contact_restore", named["contact_id"])
        messages.success(self.request, _("No longer in the log."), extra_tags=undo)


class RestoreContactView(ContactAct):
    def act(self, named: dict[str, Any]) -> None:
        restore_contact(**named)
        messages.success(self.request, _("It stands in the log again."))


class FollowUpView(ContactAct):
    """Followed up: one tap, and a way back."""

    def act(self, named: dict[str, Any]) -> None:
        settle_follow_up(**named)
        undo = self.undo("client_follow_up_reopen", named["contact_id"])
        words = _("%(name)s is followed up.") % {"name": self.client.full_name}
        messages.success(self.request, words, extra_tags=undo)


class ReopenFollowUpView(ContactAct):
    def act(self, named: dict[str, Any]) -> None:
        settle_follow_up(**named, is_done=False)
        messages.success(self.request, _("Still to be followed up."))
