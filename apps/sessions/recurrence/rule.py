"""A rule of RFC 5545 (RRULE), as far as it is supported: what is outside is refused with the reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
SUPPORTED = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "WKST"}
MOST_INTERVAL, MOST_COUNT = 366, 100_000
LONGEST_RULE = 300
_DAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)\Z")
_UNTIL = re.compile(r"\d{8}(T\d{6}Z?)?\Z")

type NthDay = tuple[int, int]
"""Which one in the month, counted from its end where negative, and the weekday from Monday as 0."""


class Refused(ValueError):
    """The rule is outside of what is supported; the message says what and why, for people."""


class Frequency(StrEnum):
    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`until` is a moment, or the last day on the wall clock. Nothing in `weekdays`, `month_days` and `nth_days`: the first day's."""

    frequency: Frequency
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    nth_days: tuple[NthDay, ...] = ()
    count: int | None = None
    until: datetime | date | None = None
    week_start: int = 0

    @classmethod
    def parse(cls, text: str) -> Rule:
        """Read the value of an RRULE. Raises Refused."""
        parts = _parts(text)
        frequency = _frequency(parts["FREQ"])
        if "COUNT" in parts and "UNTIL" in parts:
            raise Refused(_("A rule ends after a count or on a day, not both."))
        week_start = parts.get("WKST", "MO")
        if week_start not in WEEKDAYS:
            raise Refused(_("WKST is no weekday."))
        weekdays, month_days, nth_days = _days(frequency, parts)
        return cls(
            frequency=frequency,
            interval=_number(parts, "INTERVAL", MOST_INTERVAL) or 1,
            count=_number(parts, "COUNT", MOST_COUNT),
            until=_until(parts["UNTIL"]) if "UNTIL" in parts else None,
            week_start=WEEKDAYS.index(week_start),
            weekdays=weekdays,
            month_days=month_days,
            nth_days=nth_days,
        )

    def text(self, zone: ZoneInfo) -> str:
        """Write the rule as RFC 5545 does; a last day becomes the moment at which it ends in `zone`."""
        named = [f"{number or ''}{WEEKDAYS[day]}" for number, day in self.nth_days]
        parts = {
            "FREQ": self.frequency,
            "INTERVAL": self.interval if self.interval > 1 else "",
            "BYDAY": ",".join(named or [WEEKDAYS[day] for day in self.weekdays]),
            "BYMONTHDAY": ",".join(map(str, self.month_days)),
            "COUNT": self.count or "",
            "UNTIL": f"{_moment(self.until, zone):%Y%m%dT%H%M%SZ}" if self.until else "",
            "WKST": WEEKDAYS[self.week_start] if self.week_start else "",
        }
        return ";".join(f"{name}={value}" for name, value in parts.items() if value)


def _moment(until: datetime | date, zone: ZoneInfo) -> datetime:
    if not isinstance(until, datetime):
        until = datetime.combine(until + timedelta(days=1), time(0), zone) - timedelta(seconds=1)
    return (until if until.tzinfo else until.replace(tzinfo=zone)).astimezone(UTC)


def _parts(text: str) -> dict[str, str]:
    text = text.strip().upper().removeprefix("RRULE:")
    if len(text) > LONGEST_RULE:
        raise Refused(_("The rule is too long."))
    parts: dict[str, str] = {}
    for part in filter(None, text.split(";")):
        name, equals, value = part.partition("=")
        if not equals or not value or name in parts:
            raise Refused(_("The rule cannot be read at “%(part)s”.") % {"part": part})
        parts[name] = value
    if unknown := sorted(set(parts) - SUPPORTED):
        raise Refused(_("Not supported in a rule: %(names)s.") % {"names": ", ".join(unknown)})
    if "FREQ" not in parts:
        raise Refused(_("The rule does not say how often (FREQ)."))
    return parts


def _frequency(text: str) -> Frequency:
    if text not in Frequency:
        raise Refused(_("Sessions repeat daily, weekly or monthly, not %(frequency)s.") % {"frequency": text.lower()})
    return Frequency(text)


def _number(parts: dict[str, str], name: str, most: int) -> int | None:
    if name not in parts:
        return None
    text = parts[name]
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise Refused(_("%(name)s is a number from 1 to %(most)d.") % {"name": name, "most": most})
    return int(text)


def _until(text: str) -> datetime | date:
    if not _UNTIL.match(text):
        raise Refused(_("UNTIL is no date and no moment."))
    try:
        if "T" not in text:
            return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a day on the wall clock
        moment = datetime.strptime(text.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - the next line
    except ValueError as error:
        raise Refused(_("UNTIL is no date and no moment.")) from error
    return moment.replace(tzinfo=UTC) if text.endswith("Z") else moment


def _days(frequency: Frequency, parts: dict[str, str]) -> tuple[tuple[int, ...], tuple[int, ...], tuple[NthDay, ...]]:
    """Return weekdays of a week, days of a month, and weekdays of a month."""
    found = [_DAY.match(text) for text in parts["BYDAY"].split(",")] if "BYDAY" in parts else []
    if None in found:
        raise Refused(_("BYDAY names weekdays, like TU or 2TU."))
    days = [(int(match[1] or 0), WEEKDAYS.index(match[2])) for match in found if match]
    numbers = _month_days(parts["BYMONTHDAY"]) if "BYMONTHDAY" in parts else ()
    if numbers and (frequency != Frequency.MONTHLY or days):
        raise Refused(_("BYMONTHDAY goes with a monthly rule without BYDAY."))
    if frequency == Frequency.DAILY and days:
        raise Refused(_("A daily rule has no weekdays: make it weekly."))
    if frequency == Frequency.WEEKLY:
        if any(number for number, _day in days):
            raise Refused(_("A weekly rule has plain weekdays."))
        return tuple(sorted({day for _number, day in days})), (), ()
    if any(not number for number, _day in days):
        raise Refused(_("A monthly rule says which weekday of the month, like 2TU or -1FR."))
    return (), numbers, tuple(sorted(set(days)))


def _month_days(text: str) -> tuple[int, ...]:
    try:
        numbers = sorted({int(part) for part in text.split(",")})
    except ValueError:
        numbers = [0]
    if any(not 1 <= abs(number) <= 31 for number in numbers):  # noqa: PLR2004 - days of a month
        raise Refused(_("BYMONTHDAY is a day from 1 to 31, or from -31 to -1."))
    return tuple(numbers)
