"""What is measured over time. The measures of the intake are the registry: names, bounds and units stand there once."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from apps.accounts.units import length_unit, weight_unit
from apps.clients.services.intake.measures import MEASURES, unit_of
from apps.clients.services.values.amounts import UNITS, amount_in
from apps.common.business import current

if TYPE_CHECKING:
    from apps.accounts.models import User

WEIGHT = "weight"
ORDER = (WEIGHT, "body_fat", "waist", "hips", "chest", "arm", "thigh", "resting_heart_rate", "height")
METRICS = {name: MEASURES[name] for name in ORDER}
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
