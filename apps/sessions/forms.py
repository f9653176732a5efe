"""What people write about sessions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.sessions.models.states import CancelledBy, Kind
from apps.sessions.services import Details
from apps.sessions.services.seats import MOST_SEATS

if TYPE_CHECKING:
    from apps.accounts.models import User

CUSTOM = "custom"
LENGTHS = [("30", _("30 min")), ("60", _("60 min")), ("90", _("90 min")), (CUSTOM, _("Other"))]
SHORTEST, LONGEST = 5, 720


class TimeForm(forms.Form):
    """A day, a time on the wall clock, and how long. `slot` is one of the free times that were offered: it wins."""

    date = forms.DateField(label=_("Date"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput({"type": "time", "step": 300}, format="%H:%M"))
    length = forms.ChoiceField(label=_("Length"), choices=LENGTHS, initial="60", widget=forms.RadioSelect)
    minutes = forms.IntegerField(label=_("Other length"), required=False, min_value=SHORTEST, max_value=LONGEST)
    slot = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("length") == CUSTOM and not values.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", _("Say how many minutes."))
        if values.get("slot"):
            values["starts_at"] = values["slot"]
        elif values.get("date") and values.get("time"):
            self._read_clock(values)
        return values

    def _read_clock(self, values: dict[str, Any]) -> None:
        """Turn the wall clock into a moment. Of an hour that comes twice, the first is meant."""
        zone = timezone.get_current_timezone()
        moment = datetime.combine(values["date"], values["time"], zone)
        if moment.astimezone(UTC).astimezone(zone).time() != values["time"]:
            self.add_error("time", _("The clocks go forward then: this time does not exist on that day."))
        else:
            values["starts_at"] = moment

    @property
    def duration(self) -> timedelta:
        length = self.cleaned_data["length"]
        return timedelta(minutes=self.cleaned_data["minutes"] if length == CUSTOM else int(length))


class ClientIds(forms.Field):
    """Any number of ids; the service knows which of them exist."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: object) -> list[Any]:
        values = value if isinstance(value, list) else []
        return [forms.UUIDField().clean(text) for text in values if text]


class BookingForm(TimeForm):
    """A new session. The clients' checkboxes are drawn by the picker; `key` makes a second click harmless."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    clients = ClientIds(label=_("Clients"), required=False)
    trainer = forms.ChoiceField(label=_("Trainer"))
    kind = forms.ChoiceField(label=_("Type"), choices=Kind, initial=Kind.PERSONAL, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    capacity = forms.IntegerField(
        label=_("Places of a group"),
        min_value=1,
        max_value=MOST_SEATS,
        required=False,
        help_text=_("Only for groups. Empty: no limit."),
    )
    location = forms.CharField(label=_("Place"), max_length=120, required=False)
    video_link = forms.CharField(
        label=_("Video link"), max_length=500, required=False, widget=forms.TextInput({"inputmode": "url"})
    )
    notes = forms.CharField(label=_("Plan"), max_length=5000, required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, trainers: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(person.pk), person.full_name) for person in trainers]
        self.fields["trainer"] = forms.ChoiceField(label=_("Trainer"), choices=choices)
        if len(choices) == 1:  # nothing to choose
            self.fields["trainer"].widget = forms.HiddenInput()
            self.initial.setdefault("trainer", choices[0][0])

    @property
    def details(self) -> Details:
        values = self.cleaned_data
        return Details(**{name: values[name] for name in ("title", "location", "video_link", "notes")})


class CancellationForm(forms.Form):
    by = forms.ChoiceField(
        label=_("Who cancelled"), choices=CancelledBy, initial=CancelledBy.CLIENT, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class CompletionForm(forms.Form):
    notes = forms.CharField(
        label=_("Notes"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Only your team reads this."),
    )
    client_notes = forms.CharField(
        label=_("For the client"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Stands on the page of everybody who had a place."),
    )
