"""One client's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from apps.accounts.permissions import Permission
from apps.clients.custom import answers_of, fields_for
from apps.clients.logins import access_of
from apps.clients.note_forms import ContactForm, NoteForm
from apps.clients.permissions import may_see_health
from apps.clients.questionnaire import VERSIONS, flags_of
from apps.clients.records import screenings_of
from apps.clients.selectors import assistants_of, clients_visible_to
from apps.clients.services.values.countries import country_name
from apps.clients.services.values.phones import readable_phone
from apps.clients.views.access import ending_words
from apps.clients.views.archiving import archive_words
from apps.clients.views.base import PersonPage
from apps.clients.views.households import household_context
from apps.clients.views.photos import photo_words
from apps.clients.views.tagging import tag_context
from apps.clients.views.timeline import timeline_context
from apps.common.business import current
from apps.common.panels import panels_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from apps.accounts.models import User
    from apps.clients.models import Client, Erasure


class ClientView(PersonPage, TemplateView):
    """Who it is, how to reach them, what to keep in mind, what happened; rooms above add their panels."""

    permission = Permission.CLIENTS_VIEW
    template_name = "clients/client.html"

    @cached_property
    def client(self) -> Client:
        return get_object_or_404(
            clients_visible_to(self.person).select_related("user", "message_opt_out"), pk=self.kwargs["pk"]
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if into := self.client.merged_into_id:
            return redirect("client", into)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        client, user = self.client, self.person
        screening = screenings_of(client.pk).first()
        return super().get_context_data(
            client=client,
            screening=screening,
            flags=flags_of(VERSIONS[screening.questionnaire], screening.flags) if screening else [],
            phone=readable_phone(client.phone, country=current().country),
            emergency_phone=readable_phone(client.emergency_phone, country=current().country),
            country=country_name(client.country),
            **timeline_context(client, user, self.request.GET),
            may_edit=user.may(Permission.CLIENTS_EDIT),
            note_form=NoteForm(user=user),
            contact_form=ContactForm(),
            may_merge=user.may(Permission.CLIENTS_MERGE),
            opt_out=getattr(client, "message_opt_out", None),
            may_message=user.may(Permission.CLIENTS_MESSAGE),
            may_erase=user.may(Permission.CLIENTS_ERASE),
            erasure=_waiting(client, user),
            may_archive=user.may(Permission.CLIENTS_ARCHIVE),
            sees_health=may_see_health(user),
            archiving=archive_words(client),
            **photo_words(client),
            **tag_context(client, user),
            assistants=assistants_of(client),
            **household_context(client, user),
            answers=answers_of(client, fields_for(user).filter(on_profile=True)),
            access=access_of(client) if user.may(Permission.CLIENTS_INVITE) else None,
            ending=ending_words(client),
            actions=_slot("client.actions", user, client),
            main_panels=_slot("client.main", user, client),
            aside_panels=_slot("client.aside", user, client),
            **kwargs,
        )


def _slot(name: str, user: User, client: Client) -> list[dict[str, Any]]:
    """Return what rooms above put there, as far as this person may see it."""
    return [
        {"title": panel.title, "url": reverse(panel.url_name, args=[client.pk]), "tall": panel.tall}
        for panel in panels_for(name)
        if user.may(Permission(panel.permission))
    ]


def _waiting(client: Client, user: User) -> Erasure | None:
    """Return the erasure that waits, for those who may take it back; only archived clients have one."""
    if not client.is_archived or not user.may(Permission.CLIENTS_ERASE):
        return None
    return client.erasures.filter(cancelled_at=None, done_at=None).first()
