"""The home page: today for the team, what is booked for a client, first steps for a new business."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.insights.attention import tasks_for
from apps.insights.day import Day, Hero
from apps.insights.selectors import Numbers, numbers_for, quiet_clients, to_do_for, today_of
from apps.insights.views.client_home import client_home
from apps.sessions.selectors import sessions_visible_to, unfinished

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from apps.accounts.models import User

MOST_SHOWN, MOST_TO_DO = 5, 8


class HomeView(PermissionRequired):
    """`?who=all` shows everybody's day to those who see it; else whoever trains sees their own."""

    permission = Permission.SESSIONS_VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        if not self.person.may(Permission.TODAY_VIEW):
            return render(request, "insights/client_home.html", client_home(self.person, now, request.GET))
        numbers = numbers_for(self.person, timezone.localdate())
        if steps := _first_steps(self.person, numbers):
            return render(request, "insights/welcome.html", {"steps": steps})
        return render(request, "insights/today.html", self._today(request, numbers, now))

    def _today(self, request: HttpRequest, numbers: Numbers, now: datetime) -> dict[str, Any]:
        user = self.person
        today = today_of(user, request.GET.get("who", ""))
        day = Day(today.sessions, now, has_gaps=not today.is_everybody)
        open_ones = list(unfinished(user, now)[:MOST_SHOWN])
        quiet = quiet_clients(user, now) if user.may(Permission.CLIENTS_VIEW) else []
        waiting = to_do_for(user, is_everybody=today.is_everybody)
        return {
            "now": now,
            "day": day,
            "hero": Hero(day.current, now, user.is_coach) if day.current else None,
            "numbers": numbers,
            "sparks": _sparks(numbers),
            "attendance_change": _change(numbers),
            "attendance_is_up": (numbers.attendance_change or 0) > 0,
            "open_ones": open_ones,
            "tasks": tasks_for(user, now),
            "quiet": quiet[:MOST_SHOWN],
            "quiet_count": len(quiet),
            "to_do": waiting[:MOST_TO_DO],
            "to_do_count": len(waiting),
            "is_everybody": today.is_everybody,
            "who": _who(is_everybody=today.is_everybody) if today.has_others and user.is_coach else [],
            "may_run": user.may(Permission.SESSIONS_RUN),
        }


def _who(*, is_everybody: bool) -> list[dict[str, Any]]:
    return [
        {"label": _("My day"), "url": "?who=me", "current": not is_everybody},
        {"label": _("Everybody"), "url": "?who=all", "current": is_everybody},
    ]


def _sparks(numbers: Numbers) -> dict[str, list[int]]:
    """Return the weeks as lines. Weeks without any attendance to speak of leave a gap out of the line."""
    weeks = numbers.weeks
    return {
        "done": [week.done for week in weeks],
        "attendance": [week.attendance for week in weeks if week.attendance is not None],
        "trained": [week.trained for week in weeks],
        "joined": [week.joined for week in weeks],
    }


def _change(numbers: Numbers) -> str:
    change = numbers.attendance_change
    if not change:
        return ""
    return _("%(change)s pts") % {"change": f"+{change}" if change > 0 else f"\N{MINUS SIGN}{-change}"}


def _first_steps(user: User, numbers: Numbers) -> list[dict[str, Any]]:
    """Return what a new business does first, with what is done; empty once there are clients and a session."""
    has_clients = numbers.clients > 0
    has_sessions = any(week.booked for week in numbers.weeks) or sessions_visible_to(user).exists()
    if has_clients and has_sessions:
        return []
    steps = [
        (_("Add your first client"), _("A name is enough."), "client_add", Permission.CLIENTS_EDIT, has_clients),
        (
            _("Or bring your list"),
            _("A CSV from any other system."),
            "client_imports",
            Permission.CLIENTS_IMPORT,
            False,
        ),
        (_("Invite your team"), _("They get a link by mail."), "team", Permission.TEAM_INVITE, False),
        (
            _("Book a session"),
            _("It stands here and in the calendar."),
            "session_new",
            Permission.SESSIONS_EDIT,
            has_sessions,
        ),
    ]
    return [
        {"title": title, "note": note, "url": reverse(name), "is_done": is_done}
        for title, note, name, permission, is_done in steps
        if user.may(permission)
    ]
