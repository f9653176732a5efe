"""Activities as people read them: a sentence, who, when, by day."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from apps.activity.bus import known_events
from apps.activity.events import Event

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from apps.activity.models import Activity


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline. `details` is what the room that shows it knows more."""

    id: str
    name: str
    icon: str
    sentence: str
    actor: str
    at: dt.datetime
    details: Any = None


@dataclass(frozen=True, slots=True)
class Day:
    """The lines of one local day, newest first."""

    date: dt.date
    entries: list[Entry]


def entries(activities: Iterable[Activity]) -> list[Entry]:
    """Turn activities into lines. One whose event no longer exists shows its name."""
    catalogue = known_events()
    return [_entry(activity, catalogue.get(activity.name)) for activity in activities]


def by_day(lines: Iterable[Entry]) -> list[Day]:
    """Group lines, already in order, by the day they happened in the current time zone."""
    return [
        Day(date, list(group)) for date, group in groupby(lines, key=lambda line: timezone.localtime(line.at).date())
    ]


def _entry(activity: Activity, kind: type[Event] | None) -> Entry:
    event = kind.from_payload(activity.payload) if kind else None
    return Entry(
        id=str(activity.pk),
        name=activity.name,
        icon=event.icon if event else Event.icon,
        sentence=event.sentence() if event else activity.name,
        actor=activity.actor_name,
        at=activity.at,
    )
