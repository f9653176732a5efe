"""The calendar: a day, a week, a month or an agenda, drawn by the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.accounts.services.preferences import remember
from apps.availability.selectors import open_hours
from apps.common.business import current
from apps.common.errors import InvalidInput
from apps.common.kept import kept, placeholder, with_token
from apps.sessions.calendar.agenda import agenda
from apps.sessions.calendar.asked import TASTE, Asked, View, read_asked
from apps.sessions.calendar.blocks import Painter
from apps.sessions.calendar.entries import entries_between, name_people
from apps.sessions.calendar.month import month_of
from apps.sessions.calendar.script import minute_of, script_of
from apps.sessions.calendar.shading import shade
from apps.sessions.calendar.timetable import team_day, timetable, week_of
from apps.sessions.models.states import Kind, State
from apps.sessions.rooms import locations_in_use
from apps.sessions.selectors import SEE_ALL, bounds, trainers_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from apps.accounts.models import User
    from apps.common.kept import Drawn, Pieces
    from apps.sessions.calendar.entries import Entry
    from apps.sessions.calendar.timetable import Timetable

MOST_KEPT, STEP = 10 * 60.0, 5 * 60.0
WAYS = {
    View.DAY: (gettext_lazy("Previous day"), gettext_lazy("Next day")),
    View.WEEK: (gettext_lazy("Previous week"), gettext_lazy("Next week")),
    View.MONTH: (gettext_lazy("Previous month"), gettext_lazy("Next month")),
    View.AGENDA: (gettext_lazy("A week earlier"), gettext_lazy("A week later")),
}


class CalendarView(PermissionRequired):
    """`?view=&date=2027-03-01&trainer=&location=&type=&state=`; the view is remembered, and what cannot be read is left out."""

    permission = Permission.CALENDAR_VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        person, business = self.person, current()
        self.now = timezone.now()
        usual = person.preferences.get(TASTE, "")
        parts = (person.pk, usual, business.name, timezone.localdate(), request.GET.urlencode())
        pieces = cast("Pieces", kept("calendar", parts, self._drawn))
        drawn = {name: with_token(piece, request) for name, piece in pieces.items()}
        return render(request, "sessions/calendar.html", {"minute": minute_of(self.now), **drawn})

    def _drawn(self) -> Drawn:
        self._read()
        draw = {View.MONTH: self._month, View.AGENDA: self._agenda}.get(self.asked.view, self._table)
        context = {"csrf_token": placeholder(), "business": current(), **self._page(), **draw()}
        pieces = {
            "head": render_to_string("sessions/_calendar_head.html", context),
            "drawn": render_to_string("sessions/_calendar_drawn.html", context),
        }
        return pieces, self._stays_true_for()

    def _stays_true_for(self) -> float:
        """Return the seconds until the line of now takes its next step, where it may be shown; else MOST_KEPT."""
        if self.asked.view != View.AGENDA and timezone.localdate() not in self.asked.days:
            return MOST_KEPT
        return STEP - self.now.timestamp() % STEP

    def _read(self) -> None:
        person, request = self.person, self.request
        self.team = trainers_of(person) if person.role in SEE_ALL else []
        self.places = list(locations_in_use())
        self.asked = read_asked(
            request.GET, usual=person.preferences.get(TASTE, ""), team=self.team, places=self.places
        )
        if request.GET.get("view") == self.asked.view:
            remember(user=person, name=TASTE, value=self.asked.view)

    def _page(self) -> dict[str, Any]:
        asked = self.asked
        before, after = WAYS[asked.view]
        return {
            "asked": asked,
            "view": asked.view.value,
            "day": asked.day,
            "now": self.now,
            "heading": _heading(asked),
            "week": asked.day.isocalendar().week if asked.view in {View.DAY, View.WEEK} else None,
            "views": [_tab(asked, view) for view in View],
            "previous": asked.url(date=asked.before),
            "next": asked.url(date=asked.after),
            "previous_words": before,
            "next_words": after,
            "today_url": asked.url(date=""),
            "strip": [(day, asked.url(date=day)) for day in week_of(asked.day)],
            "may_set_rules": self.person.may(Permission.BUSINESS_EDIT),
            "may_edit": self.person.may(Permission.SESSIONS_EDIT),
            "script": script_of(asked, may_edit=self.person.may(Permission.SESSIONS_EDIT)),
            **self._filters(),
        }

    def _table(self) -> dict[str, Any]:
        asked = self.asked
        entries = self._entries()
        name_people(entries, self.person)
        is_team_day = asked.view == View.DAY and len(self.team) > 1 and "trainer" not in asked.filters
        if is_team_day:
            team = [(person.pk, person.full_name) for person in self.team]
            table = team_day(entries, day=asked.day, team=team, now=self.now)
        else:
            table = timetable(entries, days=asked.days, now=self.now)
        self._shade(table, is_team_day=is_team_day)
        is_team_shown = len(self.team) > 1 and "trainer" not in asked.filters and not is_team_day
        return {"table": table, "is_team_day": is_team_day, "paint": self._painter(is_team_shown=is_team_shown)}

    def _shade(self, table: Timetable, *, is_team_day: bool) -> None:
        """Show when the trainer of a column works; where a column is of several trainers, nothing is shaded."""
        people = self.team if is_team_day else self._one_trainer()
        found = open_hours(people, self.asked.days) if people else {}
        hours = {(day, pk if is_team_day else None): open_ for pk, days in found.items() for day, open_ in days.items()}
        shade(table, hours)

    def _one_trainer(self) -> list[User]:
        chosen = self.asked.filters.get("trainer")
        people = [person for person in self.team if str(person.pk) == chosen] if chosen else self.team
        if not self.team and self.person.is_coach:
            return [self.person]
        return people if len(people) == 1 else []

    def _month(self) -> dict[str, Any]:
        weeks = month_of(self.asked.day, self._entries(), today=timezone.localdate())
        name_people([entry for week in weeks for one in week for entry in one.shown], self.person)
        return {"weeks": weeks, "paint": self._painter()}

    def _agenda(self) -> dict[str, Any]:
        try:
            found = agenda(self.person, self.asked)
        except InvalidInput:  # a cursor of another list
            found = agenda(self.person, Asked(view=View.AGENDA, day=self.asked.day, filters=self.asked.filters))
        return {"agenda": found, "paint": self._painter()}

    def _entries(self) -> list[Entry]:
        return entries_between(self.person, *bounds(self.asked.days), self.asked.filters)

    def _painter(self, *, is_team_shown: bool = False) -> Painter:
        return Painter(is_team_shown=is_team_shown, may_move=self.person.may(Permission.SESSIONS_EDIT))

    def _filters(self) -> dict[str, Any]:
        asked = self.asked
        choices = {
            "trainer": (_("Trainer"), {str(person.pk): person.full_name for person in self.team}),
            "location": (_("Location"), {str(place.pk): place.name for place in self.places}),
            "type": (_("Type"), {kind.value: str(kind.label) for kind in Kind}),
            "state": (_("State"), {state.value: str(state.label) for state in State}),
        }
        return {
            "filters": [
                {"name": name, "label": label, "choices": options.items(), "chosen": asked.filters.get(name, "")}
                for name, (label, options) in choices.items()
                if len(options) > 1
            ],
            "chips": [(choices[name][1][value], asked.url(**{name: ""})) for name, value in asked.filters.items()],
        }


def _tab(asked: Asked, view: View) -> dict[str, Any]:
    return {"label": view.label, "url": asked.url(view=view.value, cursor=""), "current": asked.view == view}


def _heading(asked: Asked) -> str:
    """Return "Tuesday, 24 November", "23 to 29 November", "November 2026" or "From 24 November"."""
    days = asked.days
    first, last = days[0], days[-1]
    if asked.view == View.MONTH:
        return date_format(asked.day, "YEAR_MONTH_FORMAT")
    if asked.view == View.AGENDA:
        return _("From %(day)s") % {"day": date_format(asked.day, "MONTH_DAY_FORMAT")}
    if first == last:
        return f"{date_format(first, 'l')}, {date_format(first, 'MONTH_DAY_FORMAT')}"
    is_day_first = get_format("MONTH_DAY_FORMAT").startswith("j")
    start = date_format(first, "j" if is_day_first and first.month == last.month else "MONTH_DAY_FORMAT")
    return _("%(first)s to %(last)s") % {"first": start, "last": date_format(last, "MONTH_DAY_FORMAT")}
