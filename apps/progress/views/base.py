"""Whose progress a page is about: a client of the team's, or one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic.base import ContextMixin

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.clients.selectors import clients_visible_to, dependants_of
from apps.progress.metrics import units_of
from apps.progress.selectors import metrics_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from apps.clients.models import Client


class OfClient(ContextMixin, PermissionRequired):
    """A page of the team's about one client; with no id in the address, of a client about themselves."""

    permission = Permission.MEASUREMENTS_VIEW
    write_permission = Permission.MEASUREMENTS_EDIT

    @cached_property
    def client(self) -> Client:
        clients = clients_visible_to(self.person)
        return get_object_or_404(clients, pk=self.kwargs["pk"]) if "pk" in self.kwargs else get_object_or_404(clients)

    @property
    def urls(self) -> dict[str, str]:
        """Return the addresses around, the team's or the client's own."""
        if self.person.is_team:
            names = {"page": "client_progress", "add": "client_measurements", "all": "client_measurement_list"}
            return {name: reverse(url, args=[self.client.pk]) for name, url in names.items()}
        names = {"page": "own_progress", "add": "own_measurements", "all": "own_measurement_list"}
        return {name: reverse(url) for name, url in names.items()}

    @cached_property
    def units(self) -> dict[str, str]:
        return units_of(self.person)

    @cached_property
    def metrics(self) -> list[str]:
        """Return what the person may write down here and now."""
        return [] if self.client.is_archived else metrics_for(self.person)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            client=self.client,
            urls=self.urls,
            may_add=bool(self.metrics),
            may_set=self.person.may(Permission.BUSINESS_EDIT),
            is_team=self.person.is_team,
            back=reverse("client", args=[self.client.pk]) if self.person.is_team else "",
            **kwargs,
        )


class Own(OfClient):
    """The same for whoever has a record of their own; the team has none."""

    permission = write_permission = Permission.RECORD_OWN

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say so where the log-in belongs to no client."""
        try:
            _found = self.client
        except Http404:
            return render(request, "progress/nobody.html")
        return super().get(request, *args, **kwargs)  # type: ignore[misc,no-any-return] # the page beside this has it


class OfDependant(OfClient):
    """A minor's, for the guardian who uses the app: to read."""

    permission = write_permission = Permission.RECORD_OWN

    @cached_property
    def client(self) -> Client:
        return get_object_or_404(dependants_of(self.person), pk=self.kwargs["pk"])

    @property
    def urls(self) -> dict[str, str]:
        names = {"page": "dependant_progress", "all": "dependant_measurement_list"}
        return {name: reverse(url, args=[self.client.pk]) for name, url in names.items()}

    @cached_property
    def metrics(self) -> list[str]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"back": reverse("family_member", args=[self.client.pk])}
