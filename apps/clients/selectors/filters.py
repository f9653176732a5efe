"""Filters of the client list: what each is called, reads and finds. Rooms above register theirs from their AppConfig."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from apps.accounts.models import User
    from apps.clients.models import Client

type Narrow = Callable[["QuerySet[Client]", Any, "datetime"], "QuerySet[Client]"]
type Choices = Callable[[], Sequence[tuple[str, str]]]
type Control = Literal["choice", "text", "date", "number"]

LONGEST_TEXT = 100
MOST_DAYS = 3_650
EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One way to narrow the list.

    `name` is the parameter in the address and in the API. `read` turns its text into a value and raises ValueError;
    `narrow` gets the queryset, the value and the moment that counts as now. One with `choices` says its value by them,
    any other by `words`.
    """

    name: str
    label: str | Promise
    control: Control
    read: Callable[[str], Any]
    narrow: Narrow
    words: Callable[[Any], str] = str
    choices: Choices | None = None
    order: int = 100
    is_for: Callable[[User], bool] = lambda _user: True


_filters: dict[str, Filter] = {}


def register_filter(one: Filter) -> None:
    _filters[one.name] = one


def filters_for(user: User) -> list[Filter]:
    """Return the filters that a person may use, in their order."""
    return sorted((one for one in _filters.values() if one.is_for(user)), key=lambda one: one.order)


def every_filter() -> list[Filter]:
    return sorted(_filters.values(), key=lambda one: one.order)


def choice(name: str, label: str | Promise, choices: Choices, narrow: Narrow, order: int) -> Filter:
    """Make a filter of a few fixed values; the choices are asked for anew each time."""

    def read(text: str) -> str:
        if text not in dict(choices()):
            raise ValueError(text)
        return text

    return Filter(
        name=name,
        label=label,
        control="choice",
        read=read,
        narrow=narrow,
        choices=choices,
        order=order,
    )


def yes_no(
    name: str, label: str | Promise, narrow: Callable[[QuerySet[Client], bool], QuerySet[Client]], order: int
) -> Filter:
    """Make a filter of two sides: those who have it and those who do not."""
    return choice(
        name,
        label,
        lambda: [("yes", _("Yes")), ("no", _("No"))],
        lambda clients, value, _now: narrow(clients, value == "yes"),
        order,
    )


def days(name: str, label: str | Promise, narrow: Narrow, order: int) -> Filter:
    """Make a filter of a number of days."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= MOST_DAYS):
            raise ValueError(text)
        return int(text)

    def words(value: int) -> str:
        return ngettext("%(count)d day", "%(count)d days", value) % {"count": value}

    return Filter(name=name, label=label, control="number", read=read, narrow=narrow, words=words, order=order)


def day(name: str, label: str | Promise, narrow: Narrow, order: int) -> Filter:
    """Make a filter of a day, ISO 8601 in the address."""

    def read(text: str) -> date:
        value = parse_date(text)
        if value is None or not EARLIEST <= value <= LATEST:
            raise ValueError(text)
        return value

    def words(value: date) -> str:
        return date_format(value, "SHORT_DATE_FORMAT")

    return Filter(name=name, label=label, control="date", read=read, narrow=narrow, words=words, order=order)


def text(name: str, label: str | Promise, narrow: Narrow, order: int) -> Filter:
    """Make a filter of a few words."""

    def read(value: str) -> str:
        if not value.strip() or len(value) > LONGEST_TEXT or "\0" in value:
            raise ValueError(value)
        return " ".join(value.split())

    return Filter(name=name, label=label, control="text", read=read, narrow=narrow, order=order)


def read_id(value: str) -> str:
    """Return an id in its one form. Raises ValueError."""
    return str(UUID(value))


def months() -> list[tuple[str, str]]:
    """Return the months of the year by number, in words."""
    year = timezone.localdate().year
    return [(str(month), date_format(date(year, month, 1), "F")) for month in range(1, 13)]
