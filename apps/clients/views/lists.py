"""The list of clients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from apps.accounts.permissions import Permission
from apps.clients.selectors.asked import Asked, in_view
from apps.clients.selectors.counts import MOST_COUNTED, count_clients
from apps.clients.selectors.risk import days_away
from apps.clients.selectors.setup import count_views, setup_for
from apps.clients.services.bulk.kinds import kinds_for
from apps.clients.views.base import PersonPage
from apps.clients.views.list_context import chips_of, headings_of, ignored_words, saved_tabs_of, tabs_of
from apps.clients.views.list_extras import Extras
from apps.clients.views.list_filters import FilterForm, options_for, options_used
from apps.clients.views.list_rows import RowPainter
from apps.clients.views.saved import address_of
from apps.common.kept import kept, placeholder, with_token
from apps.common.pagination import keyset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from apps.clients.models import Client
    from apps.clients.selectors.counts import Counts
    from apps.clients.selectors.setup import Setup, View
    from apps.common.kept import Drawn, Pieces

PAGE_SIZE = 25
MOST_KEPT = 10 * 60.0
TYPED = {"search", "cursor"}
"""Addresses with these are many and seldom seen again."""


class AskedPage(PersonPage, TemplateView):
    """A page that knows what somebody asks of the list."""

    permission = Permission.CLIENTS_VIEW

    @cached_property
    def asked(self) -> Asked:
        return Asked.read(self.request.GET.dict(), self.person)

    @cached_property
    def wishes(self) -> Setup:
        return setup_for(self.person, timezone.now())

    @cached_property
    def saved(self) -> View | None:
        """The saved view that the list shows, perhaps with something changed."""
        return self.wishes.view(self.request.GET.get("saved", ""))

    def url(self, page: str = "clients", /, **changes: str) -> str:
        """Return the list's address with something changed; still of the same saved view, but for another tab."""
        if self.saved and "view" not in changes:
            changes.setdefault("saved", str(self.saved.id))
        query = self.asked.query(**changes)
        return f"{reverse(page)}?{query}" if query else reverse(page)


class ClientListView(AskedPage):
    """Search, views as tabs, filters as chips, a sort; 25 at a time. What nobody typed is kept until somebody writes."""

    template_name = "clients/list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead a form's address with empty parameters to the one without."""
        if "" in request.GET.values() and "HX-Request" not in request.headers:
            return redirect(self.url())
        pieces = kept("clients", (self.person.pk, timezone.localdate(), request.GET.urlencode()), self._drawn)
        if pieces:
            return super().get(request, list=with_token(pieces["list"], request))
        view = cast("View", self.wishes.first_view)
        return redirect(address_of(view.id, view.query))

    def _drawn(self) -> Drawn | None:
        """Draw the list; None where it opens with a saved view."""
        if not self.request.GET and self.wishes.first_view:
            return None
        context = self._context()
        seconds = 0.0 if self.request.GET.keys() & TYPED else self._stays_true_for(context["clients"])
        return {"list": render_to_string("clients/_list.html", context)}, seconds

    def _context(self) -> dict[str, Any]:
        found = self.asked.found(self.person, self.wishes.look)
        counts = count_clients(found, self.wishes.look, at_most=MOST_COUNTED)
        page = keyset(
            in_view(found, self.asked.view, self.wishes.look),
            ordering=self.asked.columns,
            cursor=self.request.GET.get("cursor", ""),
            size=PAGE_SIZE,
        )
        return {
            "asked": self.asked,
            "counts": counts,
            "counts_url": self.url("client_counts") if counts.is_capped or self.wishes.views else "",
            "here": self.url().partition("?")[2],
            "tabs": [*tabs_of(self, counts), *saved_tabs_of(self, {})],
            "saved": self.saved,
            "is_changed": self.saved is not None and self.saved.query != self.asked.parameters(),
            "headings": headings_of(self),
            "chips": chips_of(self, options_used(self.person, self.asked)),
            "ignored": ignored_words(self.asked),
            "filters_url": self.url("client_filters"),
            "wishes": self.wishes,
            "everybody_url": f"{reverse('clients')}?view=all",
            "clients": self._rows(page.rows),
            "newer": self.url(cursor=page.previous) if page.previous else "",
            "older": self.url(cursor=page.next) if page.next else "",
            "total": self._total(counts),
            **self._acts(),
            "csrf_token": placeholder(),
        }

    def _stays_true_for(self, rows: Sequence[tuple[Client, int, list[str], str]]) -> float:
        """Return the seconds until the next session of a row begins, at most MOST_KEPT."""
        now = self.wishes.look.now
        starts = [client.next_session_at for client, *_rest in rows if client.next_session_at]
        return min([MOST_KEPT, *((start - now).total_seconds() for start in starts if start > now)])

    @cached_property
    def extras(self) -> Extras:
        return Extras(self.wishes)

    def _rows(self, clients: list[Client]) -> list[tuple[Client, int, list[str], str]]:
        look, extras = self.wishes.look, self.extras
        return [(client, days_away(client, look), extras.cells(client), extras.tags(client)) for client in clients]

    def _total(self, counts: Counts) -> int:
        """Count those of the view; 0 when nobody counted them all."""
        return 0 if counts.is_capped else counts.of(self.asked.view)

    def _acts(self) -> dict[str, Any]:
        is_archive = self.asked.view == "archived"
        acts = [kind for kind in kinds_for(self.person) if (kind.name == "restore") == is_archive]
        may_edit = self.person.may(Permission.CLIENTS_EDIT)
        return {
            "acts": acts,
            "may_edit": may_edit,
            "paint": RowPainter(self.wishes, has_checks=bool(acts), may_edit=may_edit),
            "may_message": not is_archive and self.person.may(Permission.CLIENTS_MESSAGE),
            "may_define_fields": self.person.may(Permission.FIELDS_MANAGE),
            "may_export": self.person.may(Permission.CLIENTS_EXPORT),
            "may_decide": self.person.may(Permission.BUSINESS_EDIT),
            "may_import": self.person.may(Permission.CLIENTS_IMPORT),
        }


class ClientCountsView(AskedPage):
    """How many there are exactly, and in each saved view: what a large list asks for once it is shown."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        parts = (self.person.pk, timezone.localdate(), request.GET.urlencode())
        return HttpResponse(cast("Pieces", kept("client-counts", parts, self._drawn))["counts"])

    def _drawn(self) -> Drawn:
        look = self.wishes.look
        counts = count_clients(self.asked.found(self.person, look), look)
        views = count_views(self.wishes.views, self.person, look)
        tabs = [*tabs_of(self, counts), *saved_tabs_of(self, views)]
        drawn = render_to_string("clients/_counts.html", {"counts": counts, "tabs": tabs})
        return {"counts": drawn}, 0.0 if self.request.GET.keys() & TYPED else MOST_KEPT


class ClientFiltersView(AskedPage):
    """Every filter of the list in a form: a page of its own, from which the list's menu takes the form once opened."""

    template_name = "clients/filters.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            form=FilterForm(options_for(self.person), initial=dict(self.asked.filters)),
            kept=[pair for pair in self.asked.parameters().items() if pair[0] not in self.asked.filters],
            saved=self.saved,
            list_url=self.url(),
            cleared_url=self.url(**dict.fromkeys(self.asked.filters, "")) if self.asked.filters else "",
            **kwargs,
        )
