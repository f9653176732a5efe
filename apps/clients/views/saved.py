"""Saved views: kept, changed, put in order; and how the list looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from apps.accounts.permissions import Permission
from apps.clients.models.list_choice import Layout
from apps.clients.selectors.setup import own_view, setup_for
from apps.clients.services import views as services
from apps.clients.views.base import PersonPage
from apps.common.errors import InvalidInput

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

UNPROCESSABLE = 422


class _ViewsPage(PersonPage, View):
    permission = Permission.CLIENTS_VIEW

    def page(self, error: InvalidInput | None = None, **more: Any) -> HttpResponse:
        wishes = setup_for(self.person, timezone.now())
        context = {
            "wishes": wishes,
            "own": [view for view in wishes.views if view.is_own],
            "shared": [view for view in wishes.views if not view.is_own],
            "may_share": self.person.may(Permission.BUSINESS_EDIT),
            "problem": " ".join(text for texts in error.fields.values() for text in texts) if error else "",
            **more,
        }
        return render(self.request, "clients/saved_views.html", context, status=UNPROCESSABLE if error else 200)


class SavedViewsView(_ViewsPage):
    """All views of a person, with what can be done with them; POST keeps a new one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        post = request.POST
        query = QueryDict(post.get("query", "")).dict()
        try:
            view = services.save_view(
                by=self.person, name=post.get("name", ""), query=query, is_shared="is_shared" in post
            )
        except InvalidInput as error:
            return self.page(error, name=post.get("name", ""), query=post.get("query", ""))
        messages.success(request, _("“%(name)s” is saved.") % {"name": view.name})
        return redirect(address_of(view.pk, view.query))


class SavedViewView(_ViewsPage):
    """One view: another name, another filter, shared or not."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        own_view(self.person, pk)
        return redirect("client_views")

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        post = request.POST
        query = QueryDict(post["query"]).dict() if "query" in post else None
        is_shared = "is_shared" in post if "name" in post else None
        try:
            view = services.change_view(
                view_id=pk, by=self.person, name=post.get("name"), query=query, is_shared=is_shared
            )
        except InvalidInput as error:
            return self.page(error)
        messages.success(request, _("“%(name)s” is saved.") % {"name": view.name})
        return redirect(address_of(view.pk, view.query) if query is not None else "client_views")


class _ViewAct(PersonPage, View):
    permission = Permission.CLIENTS_VIEW

    def act(self, pk: UUID) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        self.act(pk)
        return redirect("client_views")


class DeleteSavedViewView(_ViewAct):
    def act(self, pk: UUID) -> None:
        services.delete_view(view_id=pk, by=self.person)


class MoveSavedViewView(_ViewAct):
    def act(self, pk: UUID) -> None:
        own_view(self.person, pk)
        text = self.request.POST.get("to", "")
        if text.isascii() and text.isdigit():
            services.move_view(view_id=pk, by=self.person, to=int(text[:4]))


class DefaultSavedViewView(_ViewAct):
    """POST opens the list with this view from now on; with `no`, with everybody again."""

    def act(self, pk: UUID) -> None:
        services.choose_default(by=self.person, view_id=None if "no" in self.request.POST else pk)


class LayoutView(PersonPage, View):
    """Table or cards; back to the list as it was."""

    permission = Permission.CLIENTS_VIEW

    def post(self, request: HttpRequest) -> HttpResponse:
        layout, query = request.POST.get("layout", ""), request.POST.get("query", "")
        if layout in Layout.values:
            services.choose_layout(by=self.person, layout=layout)
        return redirect(f"{reverse('clients')}?{query}" if query else "clients")


class RiskView(PersonPage, View):
    """After how many days without a session a client is at risk."""

    permission = Permission.BUSINESS_EDIT

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(str(setup_for(self.person, timezone.now()).look.risk_days))

    def post(self, request: HttpRequest) -> HttpResponse:
        text = request.POST.get("days", "").strip()
        days = int(text[:6]) if text.isascii() and text.isdigit() else 0
        try:
            services.set_risk_days(by=self.person, days=days)
        except InvalidInput as error:
            return self.page(text, error.fields["days"][0])
        messages.success(request, _("Saved."))
        return redirect(f"{reverse('clients')}?view=at_risk")

    def page(self, days: str, problem: str = "") -> HttpResponse:
        context = {"days": days, "problem": problem}
        return render(self.request, "clients/risk.html", context, status=UNPROCESSABLE if problem else 200)


def address_of(view_id: UUID, query: dict[str, str]) -> str:
    """Return the list's address that shows a saved view."""
    return f"{reverse('clients')}?{urlencode([*sorted(query.items()), ('saved', str(view_id))])}"
