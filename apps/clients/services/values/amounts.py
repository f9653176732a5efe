"""Numbers with a unit, kept as whole numbers of a base: grams, millimetres, tenths of percent, seconds, metres, times, beats, mmHg."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.clients.services.values.refusal import Refused

if TYPE_CHECKING:
    from django.utils.functional import Promise

MOST = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit people type. `base` is how many of the base one of it is; `places` what is shown."""

    code: str
    label: str | Promise
    base: Decimal
    places: int = 0


UNITS = {
    unit.code: unit
    for unit in (
        Unit("kg", "kg", Decimal(1000), 1),
        Unit("lb", "lb", Decimal("453.59237"), 1),
        Unit("cm", "cm", Decimal(10), 1),
        Unit("in", "in", Decimal("25.4"), 1),
        Unit("%", "%", Decimal(10), 1),
        Unit("min", gettext_lazy("minutes"), Decimal(60), 1),
        Unit("s", gettext_lazy("seconds"), Decimal(1)),
        Unit("km", "km", Decimal(1000), 2),
        Unit("mi", gettext_lazy("miles"), Decimal("1609.344"), 2),
        Unit("reps", gettext_lazy("repetitions"), Decimal(1)),
        Unit("week", gettext_lazy("times a week"), Decimal(1)),
        Unit("bpm", gettext_lazy("bpm"), Decimal(1)),
        Unit("mmHg", "mmHg", Decimal(1)),
    )
}


def parse_amount(text: str, unit: str) -> int | None:
    """Return a typed number in the base of its unit; None for nothing. A comma is a point. Raises Refused."""
    typed = text.strip().replace(",", ".")
    if not typed:
        return None
    try:
        number = Decimal(typed)
    except InvalidOperation as error:
        raise Refused(_("“%(text)s” is no number.") % {"text": text.strip()[:40]}) from error
    if not number.is_finite() or number <= 0:
        raise Refused(_("Give a number above zero."))
    amount = number * UNITS[unit].base
    if amount > MOST:
        raise Refused(_("This is too much."))
    whole = int(amount.quantize(Decimal(1), ROUND_HALF_UP))
    if whole == 0:
        raise Refused(_("Give a number above zero."))
    return whole


def amount_in(amount: int, unit: str) -> str:
    """Return an amount of the base as a number in a unit, without needless zeros: "81.7"."""
    number = (amount / UNITS[unit].base).quantize(Decimal(1).scaleb(-UNITS[unit].places), ROUND_HALF_UP)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount_words(amount: int, unit: str) -> str:
    """Return an amount with its unit: "81.7 kg"."""
    space = "" if unit == "%" else "\N{NO-BREAK SPACE}"
    return f"{amount_in(amount, unit)}{space}{UNITS[unit].label}"
