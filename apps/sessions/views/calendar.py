"""The calendar: a week or a day, drawn by the server."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.sessions.selectors import SEE_ALL, bounds, sessions_between, trainers_of
from apps.sessions.timetable import timetable, week_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from apps.accounts.models import User

WEEK, DAY = "week", "day"
MOST_YEARS = 50


class CalendarView(PermissionRequired):
    """`?view=week|day&date=2027-03-01&trainer=<id>`; whatever cannot be read falls back to this week and everybody."""

    permission = Permission.CALENDAR_VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        self.view = DAY if request.GET.get("view") == DAY else WEEK
        self.day = _day(request.GET.get("date", ""))
        team = trainers_of(self.person) if self.person.role in SEE_ALL else []
        self.trainer = next((person for person in team if str(person.pk) == request.GET.get("trainer")), None)
        days = week_of(self.day) if self.view == WEEK else [self.day]
        sessions = sessions_between(self.person, *bounds(days))
        if self.trainer:
            sessions = sessions.filter(trainer=self.trainer)
        now = timezone.now()
        context = {
            "table": timetable(list(sessions), days=days, now=now),
            "now": now,
            "view": self.view,
            "day": self.day,
            "heading": _heading(days),
            "week": self.day.isocalendar().week,
            "views": [self._tab(_("Day"), DAY), self._tab(_("Week"), WEEK)],
            "strip": self._strip(),
            "may_set_rules": self.person.may(Permission.BUSINESS_EDIT),
            "is_team_shown": bool(team) and self.trainer is None,
            **self._ways(days),
            **self._filters(team),
        }
        return render(request, "sessions/calendar.html", context)

    def _ways(self, days: list[date]) -> dict[str, Any]:
        step = timedelta(days=len(days))
        return {
            "previous": self._url(date=self.day - step),
            "next": self._url(date=self.day + step),
            "today_url": self._url(date=""),
            "previous_words": _("Previous week") if self.view == WEEK else _("Previous day"),
            "next_words": _("Next week") if self.view == WEEK else _("Next day"),
        }

    def _filters(self, team: list[User]) -> dict[str, Any]:
        choices = [{"label": person.full_name, "url": self._url(trainer=person.pk)} for person in team]
        return {
            "trainer": self.trainer,
            "trainers": choices if len(choices) > 1 else [],
            "everybody_url": self._url(trainer=""),
        }

    def _tab(self, label: str, view: str) -> dict[str, Any]:
        return {"label": label, "url": self._url(view=view), "current": self.view == view}

    def _strip(self) -> list[tuple[date, str]]:
        return [(day, self._url(date=day)) for day in week_of(self.day)]

    def _url(self, **changes: object) -> str:
        query = {"view": self.view, "date": self.day, "trainer": self.trainer.pk if self.trainer else "", **changes}
        if query["view"] == WEEK:
            query.pop("view")
        kept = {name: str(value) for name, value in query.items() if value}
        return f"{reverse('calendar')}?{urlencode(kept)}" if kept else reverse("calendar")


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()
    return day if abs(day.year - timezone.localdate().year) <= MOST_YEARS else timezone.localdate()


def _heading(days: list[date]) -> str:
    """Return "Tuesday, 24 November", "23 to 29 November" or "30 November to 6 December"."""
    first, last = days[0], days[-1]
    if first == last:
        return f"{date_format(first, 'l')}, {date_format(first, 'MONTH_DAY_FORMAT')}"
    is_day_first = get_format("MONTH_DAY_FORMAT").startswith("j")
    start = date_format(first, "j" if is_day_first and first.month == last.month else "MONTH_DAY_FORMAT")
    return _("%(first)s to %(last)s") % {"first": start, "last": date_format(last, "MONTH_DAY_FORMAT")}
