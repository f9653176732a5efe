"""A place that became free: answered by the link in the mail, or by whoever is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.common.errors import Conflict, NotFound
from apps.sessions.models.waiting import Turn
from apps.sessions.selectors import waiting_of
from apps.sessions.services.offer_links import open_offer
from apps.sessions.services.waiting import accept_offer, decline_offer, leave_waiting_list

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from apps.sessions.models import WaitingPlace

GONE = 410
ACCEPT, DECLINE = "accept", "decline"


@method_decorator(never_cache, name="dispatch")
class OfferView(View):
    """The page behind the link: opening it decides nothing, mail programs open links by themselves."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            return self._page(request, open_offer(token))
        except NotFound as error:
            return render(request, "sessions/offer.html", {"error": error.message}, status=GONE)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            place = open_offer(token)
        except NotFound as error:
            return render(request, "sessions/offer.html", {"error": error.message}, status=GONE)
        answer = {ACCEPT: accept_offer, DECLINE: decline_offer}.get(request.POST.get("answer", ""))
        if answer:
            try:
                answer(waiting_id=place.pk)
            except Conflict as error:
                return self._page(request, open_offer(token), problem=error.message, status=409)
        return redirect("waiting_offer", token)

    def _page(self, request: HttpRequest, place: WaitingPlace, *, problem: str = "", status: int = 200) -> HttpResponse:
        context = {
            "place": place,
            "session": place.session,
            "is_open": place.is_open(timezone.now()),
            "is_taken": place.state == Turn.TAKEN,
            "is_declined": place.state == Turn.DECLINED,
            "problem": problem,
        }
        return render(request, "sessions/offer.html", context, status=status)


class OwnWaitingView(PermissionRequired):
    """What a client waits for, on their home page."""

    permission = Permission.RECORD_OWN

    def get(self, request: HttpRequest) -> HttpResponse:
        places = [(place, place.is_open(timezone.now())) for place in waiting_of(self.person)]
        return render(request, "sessions/own_waiting.html", {"places": places})


class OwnAnswerView(PermissionRequired):
    """POST answer=accept, decline or leave."""

    permission = Permission.RECORD_OWN

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        place = waiting_of(self.person).filter(pk=pk).first()
        if place is None:
            raise Http404
        try:
            messages.success(request, self._answer(place, request.POST.get("answer", "")))
        except Conflict as error:
            messages.error(request, error.message)
        return redirect("home")

    def _answer(self, place: WaitingPlace, answer: str) -> str:
        if answer == ACCEPT:
            accept_offer(waiting_id=place.pk, by=self.person)
            return _("You have a place.")
        if answer == DECLINE:
            decline_offer(waiting_id=place.pk, by=self.person)
            return _("Declined. The place goes to the next.")
        if answer != "leave":
            raise Http404
        leave_waiting_list(session_id=place.session_id, client_id=place.client_id, by=self.person)
        return _("You do not wait any more.")
