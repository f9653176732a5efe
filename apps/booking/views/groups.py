"""The groups of the booking page: what is coming, and a place in it, or in the line before it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.booking.forms import PlaceForm
from apps.booking.selectors import open_groups
from apps.booking.services import take_place, wait_for_place
from apps.booking.services.family import records_of
from apps.booking.views.public import VisitorPage
from apps.common.errors import Conflict, InvalidInput
from apps.common.pagination import keyset
from apps.sessions.places import standings

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from apps.sessions.models import TrainingSession

PAGE = 20


class GroupsView(VisitorPage):
    """What is coming, by day; `cursor` leads on."""

    def get(self, request: HttpRequest) -> HttpResponse:
        page = keyset(
            open_groups(self.window), ordering=("starts_at", "id"), cursor=request.GET.get("cursor", ""), size=PAGE
        )
        days = [(day, list(rows)) for day, rows in groupby(page.rows, lambda row: timezone.localdate(row.starts_at))]
        ways = {"newer": page.previous, "older": page.next}
        urls = {name: f"?{urlencode({'cursor': cursor})}" for name, cursor in ways.items() if cursor}
        return self.page("booking/groups.html", {"days": days, **urls})


class GroupView(VisitorPage):
    """One of them. A client takes a place or waits for one, for themselves or a minor of theirs; nobody sees who else comes."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return self._page(self._group(pk))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        group = self._group(pk)
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        if not self.is_client:
            raise Http404
        form = PlaceForm(request.POST)
        if not form.is_valid():
            return self._page(group, problem=_("Choose for whom."), status=422)
        asked = {"by": request.user, "session_id": pk, "client_id": form.cleaned_data["client"]}
        try:
            words = self._act(asked, is_waiting=form.cleaned_data["act"] == "wait")
        except (Conflict, InvalidInput) as error:
            return self._page(self._group(pk), problem=_words(error), status=409)
        messages.success(request, words)
        return redirect("booking_group", pk)

    def _act(self, asked: dict[str, Any], *, is_waiting: bool) -> str:
        if is_waiting:
            wait_for_place(**asked)
            return _("On the waiting list. You get a letter when a place is free.")
        take_place(**asked)
        return _("The place is booked.")

    def _group(self, pk: UUID) -> TrainingSession:
        return get_object_or_404(open_groups(self.window), pk=pk)

    def _page(self, group: TrainingSession, *, status: int = 200, **more: Any) -> HttpResponse:
        user: Any = self.request.user
        people = standings(records_of(user), group.pk) if self.is_client else []
        context = {"group": group, "people": people, "now": timezone.now(), **more}
        return self.page("booking/group.html", context, status)


def _words(error: Conflict | InvalidInput) -> str:
    """Return what a client may read: clashes name times of the team."""
    if isinstance(error, InvalidInput):
        return next(iter(error.fields.values()))[0]
    return _("You are booked elsewhere at that time.") if error.code == "double_booking" else str(error.message)
