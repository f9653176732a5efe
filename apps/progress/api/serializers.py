"""Measurements as the API shows and takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework import serializers

from apps.clients.services.values.amounts import UNITS
from apps.progress.metrics import METRICS, SI, exact_in, unit_for
from apps.progress.models import Measurement, Source
from apps.progress.selectors import INTAKE
from apps.progress.services.checking import NOTE

if TYPE_CHECKING:
    from decimal import Decimal

    from apps.progress.selectors import Point, Series

TYPED = ("kg", "lb", "cm", "in", "%", "bpm", "mmHg")
UNIT_HELP = "Of weights kg or lb, of lengths cm or in, else %, bpm or mmHg; kg, cm, %, bpm and mmHg when left out."
PAIR_HELP = "Of blood pressure the lower number, in mmHg; `value` is the upper one. Else null."


class MeasurementSerializer(serializers.ModelSerializer[Measurement]):
    """One value of one day, in kilograms, centimetres, percent, beats a minute or millimetres of mercury."""

    client = serializers.UUIDField(source="client_id")
    metric = serializers.ChoiceField(choices=list(METRICS))
    value = serializers.SerializerMethodField("get_number")
    unit = serializers.SerializerMethodField()
    diastolic = serializers.IntegerField(allow_null=True, help_text=PAIR_HELP)
    by = serializers.UUIDField(source="by_id", allow_null=True, help_text="Id of whoever wrote it down.")

    class Meta:
        model = Measurement
        fields = (
            *("id", "client", "metric", "value", "diastolic", "unit", "taken_on", "source", "note", "by", "version"),
            *("created_at", "updated_at"),
        )
        read_only_fields = fields

    def get_number(self, one: Measurement) -> float:
        return float(exact_in(one.value, self.get_unit(one)))

    def get_unit(self, one: Measurement) -> str:
        return unit_for(one.metric, SI)


class ValueSerializer(serializers.Serializer[Any]):
    """A number and its unit."""

    value = serializers.DecimalField(max_digits=12, decimal_places=6, help_text="In `unit`.")
    unit = serializers.ChoiceField(choices=TYPED, required=False, help_text=UNIT_HELP)


class ReadingSerializer(ValueSerializer):
    """What was measured."""

    diastolic = serializers.IntegerField(required=False, allow_null=True, help_text=PAIR_HELP)

    metric = serializers.ChoiceField(choices=list(METRICS))
    taken_on = serializers.DateField(required=False, help_text="Today, when left out.")
    note = serializers.CharField(required=False, allow_blank=True, max_length=NOTE)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs["value"] = in_base(attrs["metric"], attrs["value"], attrs.pop("unit", ""))
        return attrs


class OfClientSerializer(serializers.Serializer[Any]):
    client = serializers.UUIDField(
        required=False, help_text="Needed from the team; clients have one record, their own."
    )
    replace = serializers.BooleanField(
        default=False, help_text="Replace another value of the day; without it that answers 409."
    )


class NewMeasurementSerializer(ReadingSerializer, OfClientSerializer):
    """One measurement to write down."""


class NewMeasurementsSerializer(OfClientSerializer):
    """Several of one client: all of them are written down, or none."""

    measurements = ReadingSerializer(many=True)


class CorrectionSerializer(ValueSerializer):
    """What is given is changed; `unit` goes with `value`."""

    value = serializers.DecimalField(max_digits=12, decimal_places=6, required=False, help_text="In `unit`.")
    diastolic = serializers.IntegerField(required=False, help_text=PAIR_HELP)
    taken_on = serializers.DateField(required=False)
    note = serializers.CharField(required=False, allow_blank=True, max_length=NOTE)


class MeasurementQuerySerializer(serializers.Serializer[Any]):
    """Filters of the list."""

    search = serializers.CharField(required=False, max_length=100, help_text="Words of the note.")
    client = serializers.UUIDField(required=False)
    metric = serializers.ChoiceField(choices=list(METRICS), required=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Add what Python or fields have a use of their own for."""
        return {
            **super().get_fields(),
            "source": serializers.ChoiceField(choices=Source.choices, required=False),
            "from": serializers.DateField(required=False, help_text="On this day or later."),
            "to": serializers.DateField(required=False, help_text="On this day or earlier."),
        }


class PointSerializer(serializers.Serializer[Any]):
    """A value of one day; `id` is null for what stands in the intake."""

    taken_on = serializers.DateField()
    value = serializers.FloatField()
    diastolic = serializers.IntegerField(allow_null=True, help_text=PAIR_HELP)
    id = serializers.UUIDField(allow_null=True)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Add the field whose name fields have a use of their own for."""
        return {**super().get_fields(), "source": serializers.ChoiceField(choices=[*Source.values, INTAKE])}


class SeriesSerializer(serializers.Serializer[Any]):
    """One metric of a client, from the intake on."""

    metric = serializers.ChoiceField(choices=list(METRICS))
    unit = serializers.CharField()
    first = PointSerializer()
    latest = PointSerializer()
    change = serializers.FloatField(help_text="Latest less first; of blood pressure, of the upper numbers.")
    count = serializers.IntegerField(help_text="How many days have a value.")


def in_base(metric: str, value: Decimal, unit: str) -> int:
    """Return a typed value in the base of its metric. Raises ValidationError on `unit`, and on `value` for nothing at all."""
    own = unit_for(metric, SI)
    typed = unit or own
    if typed not in {own, unit_for(metric, {"weight": "lb", "length": "in"})}:
        raise serializers.ValidationError({"unit": f"{METRICS[metric].label}: {own}."})
    whole = int((value * UNITS[typed].base).to_integral_value(rounding="ROUND_HALF_UP"))
    if whole <= 0:
        raise serializers.ValidationError({"value": "Give a number above zero."})
    return whole


def shown_series(series: Series) -> dict[str, Any]:
    """Return a series as the API tells it."""
    unit = unit_for(series.metric, SI)
    change = exact_in(series.latest.value, unit) - exact_in(series.first.value, unit)
    return {
        "metric": series.metric,
        "unit": unit,
        "first": _point(series.first, unit),
        "latest": _point(series.latest, unit),
        "change": float(change),
        "count": len(series.points),
    }


def _point(point: Point, unit: str) -> dict[str, Any]:
    value = float(exact_in(point.value, unit))
    return {
        "taken_on": point.on,
        "value": value,
        "diastolic": point.diastolic,
        "source": point.source,
        "id": point.id,
    }
