"""A client's household: on the profile, and a page where it is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from apps.accounts.permissions import Permission
from apps.accounts.roles import Role
from apps.clients.household_forms import RelationForm
from apps.clients.households import household_of, is_minor
from apps.clients.selectors import clients_visible_to, present, search_clients
from apps.clients.services.households import change_relation, relate, unrelate
from apps.clients.views.base import PersonPage
from apps.common.errors import DomainError, InvalidInput
from apps.common.views.forms import ServiceFormMixin

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from apps.accounts.models import User
    from apps.clients.models import Client

MOST_FOUND, SHORTEST = 8, 2
OTHER_NAMES = {"client_id": "who", "other": "who", "other_id": "who"}


def household_context(client: Client, user: User) -> dict[str, Any]:
    """Return who belongs to the client; a trainer is led only to clients they see."""
    links = household_of(client)
    people = {link.person.pk for link in links if link.person}
    if people and user.role == Role.TRAINER:
        people = set(clients_visible_to(user).filter(pk__in=people).values_list("pk", flat=True))
    rows = [{"link": link, "opens": link.person is not None and link.person.pk in people} for link in links]
    guarded = any(link.relation.is_primary and link.relation.client_id == client.pk for link in links)
    return {"household": rows, "lacks_guardian": bool(is_minor(client)) and not guarded}


class HouseholdView(PersonPage, ServiceFormMixin):
    """Who belongs to the client; `?find=` looks for another client to add."""

    permission = Permission.CLIENTS_EDIT
    template_name = "clients/household.html"
    form_class = RelationForm

    @cached_property
    def client(self) -> Client:
        client = get_object_or_404(clients_visible_to(self.person), pk=self.kwargs["pk"])
        if client.is_archived:
            raise Http404
        return client

    @cached_property
    def asked(self) -> str:
        return (self.request.POST.get("find") or self.request.GET.get("find", "")).strip()[:200]

    @cached_property
    def found(self) -> list[Client]:
        if len(self.asked) < SHORTEST:
            return []
        clients = present(clients_visible_to(self.person)).exclude(pk=self.client.pk)
        return list(search_clients(clients, self.asked).order_by("sort_name", "id")[:MOST_FOUND])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "found": self.found}

    def get_initial(self) -> dict[str, Any]:
        return {"who": str(self.found[0].pk) if self.found else "", "kind": "guardian"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"client": self.client, "find": self.asked, "found": self.found}
        return super().get_context_data(**context, **household_context(self.client, self.person), **kwargs)

    def perform(self, form: RelationForm) -> HttpResponse:
        try:
            relation = relate(by=self.person, **form.values(self.client))
        except InvalidInput as error:
            raise InvalidInput({OTHER_NAMES.get(name, name): text for name, text in error.fields.items()}) from error
        words = {"one": relation.client.full_name, "other": relation.name}
        messages.success(self.request, _("%(one)s and %(other)s belong together now.") % words)
        return redirect("client_household", self.client.pk)


class HouseholdActView(PersonPage, View):
    """Take a relation away, or say who is the primary guardian or pays."""

    permission = Permission.CLIENTS_EDIT

    def post(self, request: HttpRequest, pk: UUID, relation: UUID) -> HttpResponse:
        named: dict[str, Any] = {"relation_id": relation, "client_id": pk, "by": self.person}
        acts: dict[str, Callable[[], Any]] = {
            "remove": lambda: unrelate(**named),
            "primary": lambda: change_relation(**named, is_primary=True),
            "pays": lambda: change_relation(**named, pays=True),
            "pays_not": lambda: change_relation(**named, pays=False),
        }
        act = acts.get(request.POST.get("act", ""))
        get_object_or_404(clients_visible_to(self.person), pk=pk)
        try:
            if act:
                act()
        except DomainError as error:
            if error.status in {404, 500, 503}:
                raise
            texts = (
                [text for texts in error.fields.values() for text in texts] if isinstance(error, InvalidInput) else []
            )
            messages.error(request, " ".join(texts) or error.message)
        return redirect("client_household", pk)
