"""Dates as people write them, and what the whole file says about the order of day and month."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.clients.services.values.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

DAY_FIRST, MONTH_FIRST, BY_COUNTRY = "day_first", "month_first", "by_country"
ORDERS = (DAY_FIRST, MONTH_FIRST, BY_COUNTRY)
MONTH_FIRST_COUNTRIES = frozenset({"US", "PH", "FM", "MH", "PW", "GU", "AS", "PR", "VI", "MP"})
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?\Z")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?:\s.*)?\Z")
_ERA = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日\Z")
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Order:
    """What the dates with slashes or dashes say: how many can only be read one way, and the decision."""

    order: str
    day_first: int
    month_first: int
    either: int
    example: str


def detect_order(cells: Iterable[str]) -> Order:
    """Decide by those dates that exist only one way round; without any, or with both kinds, each row's country decides."""
    counts = {DAY_FIRST: 0, MONTH_FIRST: 0, "either": 0}
    examples: dict[str, str] = {}
    for cell in cells:
        kind = _kind(cell)
        if kind:
            counts[kind] += 1
            examples.setdefault(kind, cell)
    only_day, only_month = counts[DAY_FIRST], counts[MONTH_FIRST]
    order = BY_COUNTRY if bool(only_day) == bool(only_month) else DAY_FIRST if only_day else MONTH_FIRST
    return Order(order, only_day, only_month, counts["either"], examples.get(order, ""))


def parse_day(text: str, *, order: str, country: str) -> dt.date | None:
    """Return the day; None for nothing. Dots mean day first; slashes and dashes as `order` says. Raises Refused."""
    cell = text.strip()
    if not cell:
        return None
    if match := _YEAR_FIRST.match(cell) or _ERA.match(cell):
        return _exists(cell, int(match[1]), int(match[2]), int(match[3]))
    if not (match := _YEAR_LAST.match(cell)):
        raise Refused(_("“%(text)s” is no date we can read: 1990-12-31 is always understood.") % {"text": cell})
    first, second, year = int(match[1]), int(match[3]), _full_year(match[4])
    month_first = order == MONTH_FIRST or (order == BY_COUNTRY and country in MONTH_FIRST_COUNTRIES)
    if match[2] != "." and month_first:
        return _exists(cell, year, first, second)
    return _exists(cell, year, second, first)


def _kind(cell: str) -> str:
    match = _YEAR_LAST.match(cell.strip())
    if not match or match[2] == ".":
        return ""
    first, second, year = int(match[1]), int(match[3]), _full_year(match[4])
    as_day, as_month = _is_day(year, second, first), _is_day(year, first, second)
    if as_day and as_month:
        return "" if first == second else "either"
    return DAY_FIRST if as_day else MONTH_FIRST if as_month else ""


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def _exists(cell: str, year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        swapped = month > MONTHS and _is_day(year, day, month)
        hint = _("is no date with the month first.") if swapped else _("is a day that does not exist.")
        raise Refused(f"{cell} {hint}") from error


def _full_year(digits: str) -> int:
    """Read "89" as 1989 and "04" as 2004: the latest year that is not in the future."""
    year = int(digits)
    if len(digits) > 2:  # noqa: PLR2004 - a full year
        return year
    this = timezone.localdate().year
    century = this - this % 100
    return century + year if century + year <= this else century - 100 + year
