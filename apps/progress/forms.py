"""The forms of measurements. What a value must be like is the services' business."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.clients.services.intake.measures import read_measures
from apps.clients.services.values.amounts import parse_amount
from apps.clients.services.values.refusal import Refused
from apps.common.errors import InvalidInput
from apps.progress.metrics import LOWER, METRICS, PAIRS, PRESSURE, SI, number_in, unit_for
from apps.progress.models import ClientsLog
from apps.progress.services import Reading
from apps.progress.services.checking import NOTE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.forms import BoundField

    from apps.progress.models import Measurement


LOWER_FIELD = "_lower"
"""Behind a metric's name: the field of its second number."""


def day_field() -> forms.DateField:
    return forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Choose a day.")},
    )


class ValueField(forms.CharField):
    """A number as typed. Whether it may be empty is the form's business, so nothing is called optional."""

    def __init__(self, label: Any) -> None:
        widget = forms.NumberInput({"step": "0.1", "min": "0", "inputmode": "decimal", "autocomplete": "off"})
        super().__init__(label=label, max_length=40, widget=widget)

    def validate(self, value: Any) -> None:
        """Leave it to the form."""


class RecordForm(forms.Form):
    """Several metrics of one day; what is left empty was not measured."""

    use_required_attribute = False

    taken_on = day_field()
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=NOTE)
    replace = forms.BooleanField(label=gettext_lazy("Replace what is there"), required=False)

    def __init__(
        self, *args: Any, metrics: Iterable[str], units: dict[str, str], latest: Mapping[str, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.metrics, self.units, self.latest = list(metrics), units, latest
        self.fields["taken_on"].widget.attrs["max"] = timezone.localdate().isoformat()
        self.initial.setdefault("taken_on", timezone.localdate())
        for name in self.metrics:
            self.fields[name] = ValueField(METRICS[name].label)
            if name in PAIRS:
                self.fields[name].label = gettext_lazy("Blood pressure, upper")
                self.fields[f"{name}{LOWER_FIELD}"] = ValueField(LOWER.label)

    def rows(self) -> list[tuple[BoundField, str, str]]:
        """Return each metric's field, its unit, and the latest value: where a stepper begins. A pair begins empty."""
        rows = []
        for name in self.metrics:
            unit = unit_for(name, self.units)
            if name in PAIRS:
                rows += [(self[name], unit, ""), (self[f"{name}{LOWER_FIELD}"], unit, "")]
                continue
            rows.append((self[name], unit, f"{number_in(self.latest[name], unit):f}" if name in self.latest else ""))
        return rows

    def readings(self) -> list[Reading]:
        """Return what was measured. Raises InvalidInput by metric."""
        typed = {name: self.cleaned_data[name] for name in self.metrics if name not in PAIRS}
        values = read_measures(typed, **self.units, known={})
        about = {"taken_on": self.cleaned_data["taken_on"], "note": self.cleaned_data["note"]}
        found = [Reading(metric=name, value=value, **about) for name, value in values.items() if value is not None]
        for name in PAIRS.intersection(self.metrics):
            upper, lower = read_pair(self.cleaned_data, name, f"{name}{LOWER_FIELD}")
            if upper is not None:
                found.append(Reading(metric=name, value=upper, diastolic=lower, **about))
        if not found:
            raise InvalidInput({self.metrics[0]: _("Write down at least one value.")})
        return found


class CorrectionForm(forms.Form):
    """One measurement."""

    use_required_attribute = False

    value = ValueField(gettext_lazy("Value"))
    taken_on = day_field()
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=NOTE)

    def __init__(self, *args: Any, measurement: Measurement, units: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measurement, self.units = measurement, units
        self.fields["value"].label = str(METRICS[measurement.metric].label)
        if self.is_pair:
            self.fields["value"].label = gettext_lazy("Blood pressure, upper")
            self.fields["diastolic"] = ValueField(LOWER.label)
        self.fields["taken_on"].widget.attrs["max"] = timezone.localdate().isoformat()

    @property
    def is_pair(self) -> bool:
        return self.measurement.metric in PAIRS

    @property
    def unit(self) -> str:
        return unit_for(self.measurement.metric, self.units)

    def values(self) -> dict[str, Any]:
        """Return what stands there now; a number that was not touched stays exactly what it was. Raises InvalidInput."""
        metric = self.measurement.metric
        about = {"taken_on": self.cleaned_data["taken_on"], "note": self.cleaned_data["note"]}
        if self.is_pair:
            upper, lower = read_pair(self.cleaned_data, "value", "diastolic")
            if upper is None:
                raise InvalidInput({"value": _("Write down a value, or delete the measurement.")})
            return {"value": upper, "diastolic": lower, **about}
        try:
            value = read_measures(
                {metric: self.cleaned_data["value"]}, **self.units, known={metric: self.measurement.value}
            )[metric]
        except InvalidInput as error:
            raise InvalidInput({"value": error.fields[metric]}) from error
        if value is None:
            raise InvalidInput({"value": _("Write down a value, or delete the measurement.")})
        return {"value": value, **about}


def read_pair(typed: Mapping[str, Any], upper: str, lower: str) -> tuple[int | None, int | None]:
    """Return the two numbers that were typed under these names: both, or neither. Raises InvalidInput by name."""
    found: dict[str, int | None] = {}
    problems: dict[str, str] = {}
    for name in (upper, lower):
        try:
            found[name] = parse_amount(typed[name], unit_for(PRESSURE, SI))
        except Refused as refusal:
            problems[name] = refusal.reason
    for name, other in ((upper, lower), (lower, upper)):
        if not problems and found[name] is None and found[other] is not None:
            problems[name] = _("Blood pressure is two numbers, such as 120 and 80: give both.")
    if problems:
        raise InvalidInput(problems)
    return found[upper], found[lower]


class SettingsForm(forms.Form):
    """What clients may write down."""

    clients_log = forms.ChoiceField(
        label=gettext_lazy("Clients write down"), choices=ClientsLog, widget=forms.RadioSelect
    )
