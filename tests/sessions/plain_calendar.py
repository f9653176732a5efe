"""Recurrence a second time, the slow way: walk every day and ask RFC 5545 about it. Also a reader of .ics files."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count, islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def walk(rule: dict[str, str], first: date, most_days: int = 5_000) -> Iterator[date]:
    """Give the days of a rule, as its parts, from the first day on: no more than `COUNT`, whatever `UNTIL`."""
    days = (first + number * DAY for number in range(most_days))
    return islice((day for day in days if _fits(rule, first, day)), int(rule["COUNT"]) if "COUNT" in rule else None)


def moment(local: datetime, zone: ZoneInfo) -> datetime:
    """Find the moment of a wall time by looking at what the clocks show: the first, or by the offset before a gap."""
    shown = (local.replace(tzinfo=UTC) - timedelta(minutes=minutes) for minutes in range(14 * 60, -14 * 60, -15))
    fitting = [utc for utc in shown if utc.astimezone(zone).replace(tzinfo=None) == local]
    if fitting:
        return min(fitting)
    before = (local - DAY).replace(tzinfo=zone).utcoffset()
    assert before is not None
    return local.replace(tzinfo=UTC) - before


def _fits(rule: dict[str, str], first: date, day: date) -> bool:
    interval = int(rule.get("INTERVAL", 1))
    by_day = [text for text in rule.get("BYDAY", "").split(",") if text]
    if rule["FREQ"] == "DAILY":
        return (day - first).days % interval == 0
    if rule["FREQ"] == "WEEKLY":
        back = (first.weekday() - NAMES.index(rule.get("WKST", "MO"))) % 7
        weeks = (day - (first - back * DAY)).days // 7
        return weeks % interval == 0 and NAMES[day.weekday()] in (by_day or [NAMES[first.weekday()]])
    months = (day.year - first.year) * 12 + day.month - first.month
    return months % interval == 0 and _fits_month(rule, by_day, first, day)


def _fits_month(rule: dict[str, str], by_day: list[str], first: date, day: date) -> bool:
    length = monthrange(day.year, day.month)[1]
    name = NAMES[day.weekday()]
    if by_day:
        ways = {f"{(day.day - 1) // 7 + 1}{name}", f"-{(length - day.day) // 7 + 1}{name}"}
        return bool(ways & {text.removeprefix("+") for text in by_day})
    numbers = [int(text) for text in rule.get("BYMONTHDAY", str(first.day)).split(",")]
    return day.day in numbers or day.day - length - 1 in numbers


@dataclass
class Event:
    """What an event of an .ics file says of its times."""

    rules: list[str] = field(default_factory=list)
    start: str = ""
    zone: str = ""
    left_out: list[str] = field(default_factory=list)
    others: set[str] = field(default_factory=set)


def events_of(path: Path) -> list[Event]:
    """Read the events of a file that have a rule."""
    text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    lines = text.replace("\n ", "").replace("\n\t", "").split("\n")
    found: list[Event] = []
    inside: Event | None = None
    for line in lines:
        head, _colon, value = line.partition(":")
        name, *options = head.split(";")
        if line == "BEGIN:VEVENT":
            inside = Event()
        elif line == "END:VEVENT" and inside:
            found.append(inside)
            inside = None
        elif inside:
            _note(inside, name, options, value)
    return [event for event in found if event.rules]


def _note(event: Event, name: str, options: list[str], value: str) -> None:
    if name == "DTSTART":
        event.start = value
        event.zone = next((text.partition("=")[2].strip('"') for text in options if text.startswith("TZID=")), "")
    elif name == "RRULE":
        event.rules.append(value)
    elif name == "EXDATE":
        event.left_out += value.split(",")
    elif name in {"RDATE", "EXRULE", "RECURRENCE-ID"}:
        event.others.add(name)


def until_of(rule: dict[str, str], zone: ZoneInfo) -> datetime | None:
    """Return the last moment of a rule."""
    text = rule.get("UNTIL")
    if text is None:
        return None
    if "T" not in text:
        return datetime.strptime(text, "%Y%m%d").replace(tzinfo=zone) + DAY - timedelta(seconds=1)
    wall = datetime.strptime(text.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - the next line
    return wall.replace(tzinfo=UTC if text.endswith("Z") else zone)


def reference(rule: dict[str, str], first: datetime, zone: ZoneInfo, most: int) -> list[datetime]:
    """Return the first moments of a rule."""
    found: list[datetime] = []
    until = until_of(rule, zone)
    for number, day in zip(count(), walk(rule, first.date())):
        at = moment(datetime.combine(day, first.time()), zone)
        if number == most or (until and at > until):
            break
        found.append(at)
    return found
