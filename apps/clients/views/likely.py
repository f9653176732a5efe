"""Who may be a client already: the warning while a form is filled in, and the page for the whole business."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from apps.accounts.permissions import Permission
from apps.clients.changes import uuid_or_none
from apps.clients.duplicates import IDENTIFYING, last_scan, likely_duplicates, open_pairs
from apps.clients.likeness import reason_words
from apps.clients.services.duplicates import dismiss_pair, reopen_pair, start_scan
from apps.clients.services.fields import check_fields
from apps.clients.views.base import PersonPage
from apps.common.errors import InvalidInput, NotFound
from apps.common.pagination import keyset
from apps.common.phones import joined
from apps.common.views.errors import page_not_found

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from apps.clients.models import DuplicatePair

PAGE = 20


class LikelyView(PersonPage, View):
    """The warning under the names, asked for while the form is filled in. A post: names stay out of addresses and logs."""

    permission = Permission.CLIENTS_EDIT

    def post(self, request: HttpRequest) -> HttpResponse:
        given: Any = {name: request.POST.get(name, "").replace("\0", "") for name in (*sorted(IDENTIFYING), "country")}
        if not given["phone"]:  # the form sends it in two parts
            number, country = (
                request.POST.get(name, "").replace("\0", "") for name in ("phone_number", "phone_country")
            )
            given["phone"] = joined(number, country)
        besides = uuid_or_none(request.POST.get("client", ""))
        return render(
            request, "clients/_likely.html", {"hits": likely_duplicates(_readable(given), self.person, besides=besides)}
        )


class DuplicatesView(PersonPage, TemplateView):
    """Pairs of clients who may be one person; a POST looks through the business anew."""

    permission = Permission.CLIENTS_MERGE
    template_name = "clients/duplicates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = keyset(open_pairs(), ordering=("-score", "-id"), cursor=self.request.GET.get("cursor", ""), size=PAGE)
        scan = last_scan()
        return super().get_context_data(
            pairs=[{"pair": pair, "words": _reasons(pair)} for pair in page.rows],
            scan=scan,
            is_looking=scan is not None and scan.finished_at is None,
            percent=scan.done * 100 // scan.total if scan and scan.total else 0,
            older=f"?cursor={page.next}" if page.next else "",
            newer=f"?cursor={page.previous}" if page.previous else "",
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        start_scan(by=self.person)
        return redirect("client_duplicates")


class DismissPairView(PersonPage, View):
    """Not the same person; can be undone."""

    permission = Permission.CLIENTS_MERGE

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        try:
            dismiss_pair(pair_id=pk, by=self.person)
        except NotFound:
            return page_not_found(request)
        undo = f"undo:{reverse('client_duplicate_reopen', args=[pk])}"
        messages.success(request, _("Remembered: two people."), extra_tags=undo)
        return redirect("client_duplicates")


class ReopenPairView(PersonPage, View):
    permission = Permission.CLIENTS_MERGE

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        try:
            reopen_pair(pair_id=pk)
        except NotFound:
            return page_not_found(request)
        return redirect("client_duplicates")


def _readable(given: Any) -> dict[str, Any]:
    """Return the checked values; what cannot be read yet counts as not given."""
    try:
        return check_fields(given)
    except InvalidInput as refused:
        rest: Any = {name: value for name, value in given.items() if name not in refused.fields}
        try:
            return check_fields(rest) if rest.get("first_name") or rest.get("last_name") else {}
        except InvalidInput:
            return {}


def _reasons(pair: DuplicatePair) -> str:
    return ", ".join(reason_words(reason) for reason in pair.reasons)
