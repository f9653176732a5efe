"""What somebody asks of the calendar: which view, from which day on, narrowed to what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.sessions.calendar.month import days_of_month
from apps.sessions.calendar.timetable import week_of
from apps.sessions.models.states import Kind, State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from apps.accounts.models import User
    from apps.sessions.models import Location

MOST_YEARS = 50
TASTE = "calendar_view"
"""Under this name a person's preferences keep the view they looked at last."""


class View(TextChoices):
    DAY = "day", _("Day")
    WEEK = "week", _("Week")
    MONTH = "month", _("Month")
    AGENDA = "agenda", _("Agenda")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`filters` are named as those of the API's list, their values known to exist."""

    view: View
    day: date
    filters: dict[str, str]
    cursor: str = ""

    @property
    def days(self) -> list[date]:
        """The days that are drawn; an agenda has no end."""
        if self.view == View.MONTH:
            return days_of_month(self.day)
        return week_of(self.day) if self.view == View.WEEK else [self.day]

    @property
    def before(self) -> date:
        if self.view == View.MONTH:
            return (self.day.replace(day=1) - timedelta(days=1)).replace(day=1)
        return self.day - self._step

    @property
    def after(self) -> date:
        if self.view == View.MONTH:
            return (self.day.replace(day=1) + timedelta(days=31)).replace(day=1)
        return self.day + self._step

    @property
    def _step(self) -> timedelta:
        return timedelta(days=1 if self.view == View.DAY else 7)

    def url(self, **changes: object) -> str:
        """Return the address of the same page, but for what is said; an empty value takes something away."""
        query = {"view": self.view.value, "date": self.day, **self.filters, **changes}
        kept = {name: str(value) for name, value in query.items() if value}
        return f"{reverse('calendar')}?{urlencode(kept)}"


def read_asked(query: Mapping[str, str], *, usual: str, team: Sequence[User], places: Sequence[Location] = ()) -> Asked:
    """Read an address; whatever cannot be read falls back to the person's usual view, today, and everything."""
    known: dict[str, Any] = {
        "trainer": {str(person.pk) for person in team},
        "location": {str(place.pk) for place in places},
        "type": set(Kind.values),
        "state": set(State.values),
    }
    return Asked(
        view=_view(query.get("view", "")) or _view(usual) or View.WEEK,
        day=_day(query.get("date", "")),
        filters={name: query[name] for name, values in known.items() if query.get(name) in values},
        cursor=query.get("cursor", "").replace("\0", ""),
    )


def _view(text: str) -> View | None:
    return View(text) if text in View.values else None


def _day(text: str) -> date:
    today = timezone.localdate()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if abs(day.year - today.year) <= MOST_YEARS else today
