"""What is measured over time. The measures of the intake are the registry: names, bounds and units stand there once.

Blood pressure is the one that the intake does not ask for, and the one that is two numbers.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from apps.accounts.units import length_unit, weight_unit
from apps.clients.services.intake.measures import MEASURES, Measure, unit_of
from apps.clients.services.values.amounts import UNITS, amount_in, amount_words
from apps.common.business import current

if TYPE_CHECKING:
    from apps.accounts.models import User

WEIGHT, PRESSURE = "weight", "blood_pressure"
UPPER = Measure(PRESSURE, gettext_lazy("Blood pressure"), "pressure", 60, 260)
LOWER = Measure(PRESSURE, gettext_lazy("Blood pressure, lower"), "pressure", 30, 160)
ORDER = (WEIGHT, "body_fat", "waist", "hips", "chest", "arm", "thigh", "resting_heart_rate", PRESSURE, "height")
METRICS = {name: UPPER if name == PRESSURE else MEASURES[name] for name in ORDER}
PAIRS = frozenset({PRESSURE})
SI = {"weight": "kg", "length": "cm"}


def units_of(user: User) -> dict[str, str]:
    """Return the units of weight and length that a person reads and types."""
    country = current().country
    return {"weight": weight_unit(user, country), "length": length_unit(user, country)}


def unit_for(metric: str, units: dict[str, str]) -> str:
    """Return the unit of a metric for somebody who reads these."""
    return unit_of(METRICS[metric], **units)


def number_in(value: int, unit: str) -> Decimal:
    """Return a value of the base as the number that is shown in a unit."""
    return Decimal(amount_in(value, unit))


def exact_in(value: int, unit: str) -> Decimal:
    """Return a value of the base in a unit, not rounded to what is shown."""
    return (Decimal(value) / UNITS[unit].base).normalize()


def value_text(value: int, diastolic: int | None, unit: str) -> str:
    """Return a value as a number, a pair with a stroke between: "81.7", "118/76"."""
    text = f"{number_in(value, unit):f}"
    return text if diastolic is None else f"{text}/{number_in(diastolic, unit):f}"


def value_words(value: int, diastolic: int | None, unit: str) -> str:
    """Return it with its unit: "118/76 mmHg"."""
    return amount_words(value, unit) if diastolic is None else f"{value}/{amount_words(diastolic, unit)}"
