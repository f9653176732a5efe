"""How a session that is booked repeats, as a person says it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.common.business import current
from apps.sessions.forms import BookingForm, CancellationForm, RoomForm
from apps.sessions.recurrence import Frequency, Rule
from apps.sessions.recurrence.words import weekday_name
from apps.sessions.services.series import Scope, Wanted
from apps.sessions.services.series.planning import MOST_SESSIONS

if TYPE_CHECKING:
    from uuid import UUID

NEVER, DAILY, WEEKLY, MONTH_DAY, MONTH_WEEKDAY = "", "daily", "weekly", "monthly", "nth"
REPEATS = [
    (NEVER, _("Does not repeat")),
    (DAILY, _("Daily")),
    (WEEKLY, _("Weekly")),
    (MONTH_DAY, _("Monthly, on this day of the month")),
    (MONTH_WEEKDAY, _("Monthly, on this weekday of the month")),
]
COUNT, UNTIL, OPEN = "count", "until", "open"
ENDS = [(COUNT, _("After a number")), (UNTIL, _("On a day")), (OPEN, _("Not yet"))]
MOST_INTERVAL = 26
FOURTH = 4


class Days(forms.TypedMultipleChoiceField):
    """Weekdays from Monday as 0, named when the form is drawn."""

    def __init__(self) -> None:
        super().__init__(
            label=_("On"),
            required=False,
            coerce=int,
            choices=lambda: [(str(day), weekday_name(day)) for day in range(7)],
            widget=forms.CheckboxSelectMultiple,
        )


class RepeatForm(BookingForm):
    """A session that may repeat. Without `repeat` nothing of it counts; `skip` holds days that were seen to clash."""

    repeat = forms.ChoiceField(label=_("How often"), choices=REPEATS, required=False)
    interval = forms.IntegerField(
        label=_("Every"),
        required=False,
        min_value=1,
        max_value=MOST_INTERVAL,
        initial=1,
        help_text=_("1 is every day, week or month, 2 every other."),
    )
    days = Days()
    ends = forms.ChoiceField(label=_("Ends"), choices=ENDS, initial=COUNT, required=False, widget=forms.RadioSelect)
    times = forms.IntegerField(label=_("How many"), required=False, min_value=1, max_value=MOST_SESSIONS, initial=10)
    until = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    skip = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def is_repeating(self) -> bool:
        return bool(self.data.get("repeat"))

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("repeat"):
            if values.get("ends") == COUNT and not values.get("times") and "times" not in self.errors:
                self.add_error("times", _("Say how many."))
            if values.get("ends") == UNTIL and not values.get("until") and "until" not in self.errors:
                self.add_error("until", _("Say the last day."))
        return values

    def clean_skip(self) -> frozenset[date]:
        try:
            return frozenset(date.fromisoformat(text) for text in self.cleaned_data["skip"].split(",") if text)
        except ValueError as error:
            raise forms.ValidationError(_("Look at the dates again.")) from error

    def _read_clock(self, values: dict[str, Any]) -> None:
        """Of a series, a time that one of the days does not have is no mistake: the preview says what becomes of it."""
        if not self.is_repeating:
            super()._read_clock(values)

    def wanted(self, trainer_id: UUID) -> Wanted:
        """Return the series that was asked for."""
        values = self.cleaned_data
        zone = timezone.get_current_timezone()
        zone = zone if isinstance(zone, ZoneInfo) else current().zone
        return Wanted(
            trainer_id=trainer_id,
            client_ids=values["clients"],
            rule=_rule(values).text(zone),
            first=values["date"],
            clock=values["time"].replace(second=0, microsecond=0),
            zone=zone,
            duration=self.duration,
            kind=values["kind"],
            room_id=self.room_id,
            capacity=values.get("capacity"),
            details=self.details,
            exceptions=values["skip"],
        )


def _rule(values: dict[str, Any]) -> Rule:
    first, repeat = values["date"], values["repeat"]
    number = (first.day - 1) // 7 + 1
    frequency = {DAILY: Frequency.DAILY, WEEKLY: Frequency.WEEKLY}.get(repeat, Frequency.MONTHLY)
    return Rule(
        frequency=frequency,
        interval=values["interval"] or 1,
        weekdays=tuple(sorted(values["days"] or [first.weekday()])) if repeat == WEEKLY else (),
        month_days=(first.day,) if repeat == MONTH_DAY else (),
        nth_days=((number if number <= FOURTH else -1, first.weekday()),) if repeat == MONTH_WEEKDAY else (),
        count=values["times"] if values["ends"] in {COUNT, ""} else None,
        until=values["until"] if values["ends"] == UNTIL else None,
    )


class ScopeForm(forms.Form):
    """Which sessions of a series an act is about; mixed into the forms of acts."""

    scope = forms.ChoiceField(
        label=_("Which sessions"),
        choices=[
            ("this", _("Only this one")),
            ("following", _("This and following")),
            ("all", _("All that have not begun")),
        ],
        initial="this",
        widget=forms.RadioSelect,
    )


class SeriesMoveForm(ScopeForm, RoomForm):
    """Another time for one session of a series, or for more."""


class SeriesCancellationForm(ScopeForm, CancellationForm):
    """Calling off one session of a series, or more."""


def scope_of(form: forms.Form) -> Scope:
    """Return the scope that was chosen; only this one where nothing was."""
    return Scope(form.cleaned_data.get("scope") or Scope.THIS)
