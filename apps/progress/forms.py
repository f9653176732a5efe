"""The forms of measurements. What a value must be like is the services' business."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.clients.services.intake.measures import read_measures
from apps.common.errors import InvalidInput
from apps.progress.metrics import METRICS, number_in, unit_for
from apps.progress.models import ClientsLog
from apps.progress.services import Reading
from apps.progress.services.checking import NOTE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.forms import BoundField

    from apps.progress.models import Measurement


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

    def rows(self) -> list[tuple[BoundField, str, str]]:
        """Return each metric's field, its unit, and the latest value: where a stepper begins."""
        rows = []
        for name in self.metrics:
            unit = unit_for(name, self.units)
            rows.append((self[name], unit, f"{number_in(self.latest[name], unit):f}" if name in self.latest else ""))
        return rows

    def readings(self) -> list[Reading]:
        """Return what was measured. Raises InvalidInput by metric."""
        typed = {name: self.cleaned_data[name] for name in self.metrics}
        values = read_measures(typed, **self.units, known={})
        day, note = self.cleaned_data["taken_on"], self.cleaned_data["note"]
        found = [
            Reading(metric=name, value=value, taken_on=day, note=note)
            for name, value in values.items()
            if value is not None
        ]
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
        self.fields["taken_on"].widget.attrs["max"] = timezone.localdate().isoformat()

    @property
    def unit(self) -> str:
        return unit_for(self.measurement.metric, self.units)

    def values(self) -> dict[str, Any]:
        """Return what stands there now; a number that was not touched stays exactly what it was. Raises InvalidInput."""
        metric = self.measurement.metric
        try:
            value = read_measures(
                {metric: self.cleaned_data["value"]}, **self.units, known={metric: self.measurement.value}
            )[metric]
        except InvalidInput as error:
            raise InvalidInput({"value": error.fields[metric]}) from error
        if value is None:
            raise InvalidInput({"value": _("Write down a value, or delete the measurement.")})
        return {"value": value, "taken_on": self.cleaned_data["taken_on"], "note": self.cleaned_data["note"]}


class SettingsForm(forms.Form):
    """What clients may write down."""

    clients_log = forms.ChoiceField(
        label=gettext_lazy("Clients write down"), choices=ClientsLog, widget=forms.RadioSelect
    )
