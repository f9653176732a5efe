"""What is measured when a client begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.clients.services.intake.filling import client_of, note_step
from apps.clients.services.values.amounts import amount_words, parse_amount
from apps.clients.services.values.refusal import Refused
from apps.common.errors import InvalidInput

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from uuid import UUID

    from django.utils.functional import Promise

    from apps.clients.models import Intake
    from apps.clients.services.intake.filling import Filler

type Dimension = Literal["weight", "length", "share", "rate", "pressure"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One of them, with the bounds beyond which it must be a slip: grams, millimetres, tenths of percent, beats a minute."""

    name: str
    label: Promise
    dimension: Dimension
    least: int
    most: int


MEASURES = {
    measure.name: measure
    for measure in (
        Measure("weight", gettext_lazy("Weight"), "weight", 20_000, 400_000),
        Measure("body_fat", gettext_lazy("Body fat"), "share", 20, 700),
        Measure("height", gettext_lazy("Height"), "length", 900, 2_500),
        Measure("chest", gettext_lazy("Chest"), "length", 300, 2_500),
        Measure("waist", gettext_lazy("Waist"), "length", 300, 2_500),
        Measure("hips", gettext_lazy("Hips"), "length", 300, 2_500),
        Measure("arm", gettext_lazy("Upper arm"), "length", 100, 1_000),
        Measure("thigh", gettext_lazy("Thigh"), "length", 200, 1_500),
        Measure("resting_heart_rate", gettext_lazy("Resting heart rate"), "rate", 25, 200),
    )
}


def unit_of(measure: Measure, *, weight: str, length: str) -> str:
    """Return the unit of a measure for somebody who reads these."""
    return {"weight": weight, "length": length, "share": "%", "rate": "bpm", "pressure": "mmHg"}[measure.dimension]


def save_measures(
    *, client_id: UUID, filler: Filler, values: Mapping[str, int | None], measured_on: dt.date | None = None
) -> Intake:
    """Keep what is given, in the base of each; None takes one away. Absent ones stay.

    Raises InvalidInput by measure, NotAllowed for who may not see health, NotFound, IllegalTransition.
    """
    filler.check_health()
    problems = {name: reason for name, value in values.items() if (reason := measure_problem(name, value))}
    day = measured_on or timezone.localdate()
    if day > timezone.localdate():
        problems["measured_on"] = _("%(date)s is in the future.") % {"date": day.isoformat()}
    if problems:
        raise InvalidInput(problems)
    with transaction.atomic():
        client = client_of(filler, client_id)
        intake = note_step(client, "measures")
        merged = {**intake.measures, **values}
        intake.measures = {name: merged[name] for name in MEASURES if merged.get(name) is not None}
        intake.measured_on = day if intake.measures else None
        intake.save()
    return intake


def read_measures(
    typed: Mapping[str, str], *, weight: str, length: str, known: Mapping[str, int]
) -> dict[str, int | None]:
    """Return typed numbers in their base. One that reads as the known one does stays exactly that. Raises InvalidInput."""
    values: dict[str, int | None] = {}
    problems: dict[str, str] = {}
    for name, text in typed.items():
        unit = unit_of(MEASURES[name], weight=weight, length=length)
        try:
            amount = parse_amount(text, unit)
        except Refused as refusal:
            problems[name] = refusal.reason
            continue
        old = known.get(name)
        is_same = old is not None and amount is not None and amount_words(old, unit) == amount_words(amount, unit)
        values[name] = old if is_same else amount
        if reason := measure_problem(name, values[name], unit):
            problems[name] = reason
    if problems:
        raise InvalidInput(problems)
    return values


def measure_problem(name: str, value: int | None, unit: str = "") -> str:
    """Return why a value in the base of its measure must be a slip; nothing when it may be. `unit` is that of the words."""
    measure = MEASURES.get(name)
    if measure is None:
        return _("There is no such measure.")
    if value is None or measure.least <= value <= measure.most:
        return ""
    return out_of_bounds(measure, unit or unit_of(measure, weight="kg", length="cm"))


def out_of_bounds(measure: Measure, unit: str) -> str:
    """Say between what a value must be, in a unit."""
    return _("Between %(least)s and %(most)s, please.") % {
        "least": amount_words(measure.least, unit),
        "most": amount_words(measure.most, unit),
    }
