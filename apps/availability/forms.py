"""Forms of working hours. What is allowed is decided by the services."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.availability.services.hours import DAYS
from apps.availability.week import DAY_MINUTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.availability.models import WorkingHours

SPANS_SHOWN = 3


def clock_field(label: Any) -> forms.TimeField:
    widget = forms.TimeInput({"type": "time", "step": 300}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget)


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class HoursForm(forms.Form):
    """Seven days of up to some spans each; a span with two empty fields is none."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    time_zone = forms.ChoiceField(label=gettext_lazy("Whose clock"), required=False)

    def __init__(self, *args: Any, hours: WorkingHours, zones: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = max(SPANS_SHOWN, *(len(spans) for spans in hours.week))
        self.fields["time_zone"] = forms.ChoiceField(label=gettext_lazy("Whose clock"), required=False, choices=zones)
        self.initial.update(version=hours.version, time_zone=hours.time_zone)
        for number, spans in enumerate(hours.week):
            for place in range(self.shown):
                opens, closes = self._names(number, place)
                self.fields[opens] = clock_field(gettext_lazy("From"))
                self.fields[closes] = clock_field(gettext_lazy("Until"))
                if place < len(spans):
                    self.initial[opens], self.initial[closes] = map(clock_of, spans[place])

    @staticmethod
    def _names(number: int, place: int) -> tuple[str, str]:
        return f"{DAYS[number]}-{place}-from", f"{DAYS[number]}-{place}-until"

    def days(self) -> Iterator[dict[str, Any]]:
        """Give each weekday's name and fields: the first span, and the others."""
        for number in range(7):
            spans = [tuple(self[name] for name in self._names(number, place)) for place in range(self.shown)]
            has_more = any(field.value() for span in spans[1:] for field in span)
            errors = [text for span in spans for field in span for text in field.errors]
            yield {
                "name": WEEKDAYS[number],
                "first": spans[0],
                "more": spans[1:],
                "has_more": has_more or bool(errors),
                "errors": errors,
            }

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["week"] = [self._spans(number, values) for number in range(7)]
        if "copy" in self.data:
            values["week"][1:5] = [values["week"][0]] * 4
        return values

    def _spans(self, number: int, values: dict[str, Any]) -> list[tuple[int, int]]:
        found = []
        for place in range(self.shown):
            opens, closes = (values.get(name) for name in self._names(number, place))
            if (opens is None) != (closes is None) and not set(self._names(number, place)) & set(self.errors):
                missing = self._names(number, place)[opens is not None]
                self.add_error(missing, _("Give both times, or neither."))
            elif opens is not None and closes is not None:
                found.append((minute_of(opens), minute_of(closes) or DAY_MINUTES))
        return found

    def add_error(self, field: str | None, error: Any) -> None:
        """Put what the service says of a weekday at the day's first field."""
        super().add_error(f"{field}-0-until" if field in DAYS else field, error)


class TimeOffForm(forms.Form):
    """Days, and where they are not whole the times on the first and the last."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    starts_on = day_field(gettext_lazy("First day"))
    ends_on = day_field(gettext_lazy("Last day"))
    begins = clock_field(gettext_lazy("From"))
    until = clock_field(gettext_lazy("Until"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200, required=False)

    @property
    def span(self) -> dict[str, Any]:
        """Return what the service takes; empty times are whole days."""
        values = self.cleaned_data
        begins, until = values.get("begins"), values.get("until")
        return {
            **{name: values[name] for name in ("key", "starts_on", "ends_on", "reason")},
            "from_minute": minute_of(begins) if begins else 0,
            "until_minute": (minute_of(until) or DAY_MINUTES) if until else DAY_MINUTES,
        }


def minute_of(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def clock_of(minute: int) -> time:
    """Return a minute of the day as a clock shows it; the last midnight as 00:00."""
    return time(minute // 60 % 24, minute % 60)
