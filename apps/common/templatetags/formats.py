"""Times, days and money as people read them on a page."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format, number_format, time_format
from django.utils.translation import get_language, gettext

SOON_DAYS = 13
"""Within this many days a weekday and a day of the month name a date well enough."""

SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "PLN": "zł", "TRY": "₺", "UAH": "₴"}
AFTER = {"PLN"}
DECIMALS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV"), 0),
    **dict.fromkeys(("XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
"""Digits after the point, where ISO 4217 differs from two."""


def local(value: dt.datetime) -> dt.datetime:
    """Return `value` in the current time zone; a naive value is taken as already local."""
    return timezone.localtime(value) if timezone.is_aware(value) else value


def clock_text(value: dt.datetime | dt.time) -> str:
    """Return hours and minutes as the reader writes them: "12:30", "12:30 PM"."""
    at = local(value) if isinstance(value, dt.datetime) else value
    return _clock_text(at.hour, at.minute, get_language())


def day_text(day: dt.date, *, words: bool = True) -> str:
    """Return the shortest name that is clear today: "Today", "Thu 26", "Thu 26 Nov", "26 Nov 2027".

    `words=False` never says today, yesterday or tomorrow.
    """
    return _day_text(day, timezone.localdate(), get_language(), words=words)


def as_day(value: dt.date | dt.datetime) -> dt.date:
    """Return the local day of a moment, or the day itself."""
    return local(value).date() if isinstance(value, dt.datetime) else value


def moment_text(value: dt.datetime, *, words: bool = True) -> str:
    """Return day and time: "Thu 26, 12:30"."""
    at = local(value)
    return gettext("%(day)s, %(time)s") % {"day": day_text(at.date(), words=words), "time": clock_text(at)}


@lru_cache(maxsize=1440 * 3)
def _clock_text(hour: int, minute: int, _language: str | None) -> str:
    """Write a time in the language that is active; it is named so that each keeps its own."""
    return time_format(dt.time(hour, minute), "TIME_FORMAT")


@lru_cache(maxsize=4096)
def _day_text(day: dt.date, today: dt.date, _language: str | None, *, words: bool) -> str:
    """Write a day as it is called on another, in the language that is active."""
    away = (day - today).days
    if words and away in {-1, 0, 1}:
        return {-1: gettext("Yesterday"), 0: gettext("Today"), 1: gettext("Tomorrow")}[away]
    if abs(away) <= SOON_DAYS:
        return date_format(day, "D j")
    return date_format(day, "D j M" if day.year == today.year else "SHORT_DATE_FORMAT")


def money_text(minor: int, currency: str, *, whole: bool = False) -> str:
    """Return an amount of integer minor units in the reader's number format: "€21.40", "CHF 21.40", "¥2,140".

    `whole=True` rounds to major units, for headline numbers.
    """
    code = currency.upper()
    decimals = DECIMALS.get(code, 2)
    amount = Decimal(abs(minor)).scaleb(-decimals)
    places = 0 if whole else decimals
    digits = number_format(round(amount, places), decimal_pos=places, use_l10n=True, force_grouping=True)
    sign = "\N{MINUS SIGN}" if minor < 0 and amount else ""
    symbol = SYMBOLS.get(code)
    if symbol is None:
        return f"{sign}{code}\N{NO-BREAK SPACE}{digits}"
    return f"{sign}{digits}\N{NO-BREAK SPACE}{symbol}" if code in AFTER else f"{sign}{symbol}{digits}"
