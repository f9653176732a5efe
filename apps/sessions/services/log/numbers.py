"""Numbers of a set within their bounds; None stays None."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from apps.clients.services.values.refusal import Refused

MOST_REPS, MOST_GRAMS, MOST_SECONDS, MOST_MILLIMETRES, MOST_SETS = 1_000, 2_000_000, 86_400, 1_000_000_000, 100
MOST_POSITION = 200
LEAST_RPE, MOST_RPE, HALF = Decimal(1), Decimal(10), Decimal("0.5")


def reps(value: Any) -> int | None:
    return _whole(value, MOST_REPS)


def grams(value: Any) -> int | None:
    return _whole(value, MOST_GRAMS)


def seconds(value: Any) -> int | None:
    return _whole(value, MOST_SECONDS)


def millimetres(value: Any) -> int | None:
    return _whole(value, MOST_MILLIMETRES)


def position(value: Any) -> int | None:
    return _whole(value, MOST_POSITION)


def place(value: Any) -> int:
    """Return the number of a set, counted from one."""
    number = _whole(value, MOST_SETS)
    if not number:
        raise Refused(_("From 1 to %(most)d, please.") % {"most": MOST_SETS})
    return number


def rpe(value: Any) -> Decimal | None:
    """Return an effort from 1 to 10 in half steps."""
    if value is None or value == "":
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise Refused(_("From 1 to 10 in half steps, please.")) from error
    if not number.is_finite() or not LEAST_RPE <= number <= MOST_RPE or number % HALF:
        raise Refused(_("From 1 to 10 in half steps, please."))
    return number.quantize(Decimal("0.1"))


def _whole(value: Any, most: int) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise Refused(_("A whole number from 0 to %(most)d, please.") % {"most": most})
    return value
