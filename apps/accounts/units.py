"""The units a person reads and types. Weights are stored in grams and lengths in millimetres, whatever they choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from apps.accounts.models import User

POUND_COUNTRIES = frozenset({"US", "LR", "MM"})  # where scales show pounds


class WeightUnit(models.TextChoices):
    KG = "kg", _("Kilograms")
    LB = "lb", _("Pounds")


class LengthUnit(models.TextChoices):
    CM = "cm", _("Centimetres")
    IN = "in", _("Inches")


def weight_unit(user: User, country: str) -> WeightUnit:
    """Return the person's choice, else what is usual in the country of the business (ISO 3166-1 alpha-2)."""
    return WeightUnit(user.weight_unit or (WeightUnit.LB if country in POUND_COUNTRIES else WeightUnit.KG))


def length_unit(user: User, country: str) -> LengthUnit:
    """Return the person's choice, else what is usual in the country of the business."""
    return LengthUnit(user.length_unit or (LengthUnit.IN if country in POUND_COUNTRIES else LengthUnit.CM))
