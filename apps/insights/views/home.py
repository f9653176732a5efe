"""The home page: today for the team, what is booked for a client, first steps for a new business."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.common.kept import with_token
from apps.insights.day import Day, Hero
from apps.insights.selectors import today_of
from apps.insights.views.beside import Beside
from apps.insights.views.client_home import client_home

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from apps.insights.selectors import Today


class HomeView(PermissionRequired):
    """`?who=all` shows everybody's day to those who see it; else whoever trains sees their own."""

    permission = Permission.SESSIONS_VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        if not self.person.may(Permission.TODAY_VIEW):
            return render(request, "insights/client_home.html", client_home(self.person, now, request.GET))
        today = today_of(self.person, request.GET.get("who", ""))
        beside = Beside(self.person, now, today)
        pieces = beside.pieces()
        if pieces is None:
            return render(request, "insights/welcome.html", {"steps": beside.first_steps()})
        drawn = {name: with_token(piece, request) for name, piece in pieces.items()}
        return render(request, "insights/today.html", self._day(today, now) | drawn)

    def _day(self, today: Today, now: datetime) -> dict[str, Any]:
        user = self.person
        day = Day(today.sessions, now, has_gaps=not today.is_everybody)
        return {
            "now": now,
            "day": day,
            "hero": Hero(day.current, now, user.is_coach) if day.current else None,
            "who": _who(is_everybody=today.is_everybody) if today.has_others and user.is_coach else [],
            "may_run": user.may(Permission.SESSIONS_RUN),
        }


def _who(*, is_everybody: bool) -> list[dict[str, Any]]:
    return [
        {"label": _("My day"), "url": "?who=me", "current": not is_everybody},
        {"label": _("Everybody"), "url": "?who=all", "current": is_everybody},
    ]
