"""What the calendar reads of sessions: two queries and plain values, since a week of a large team has thousands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone

from apps.sessions.models.states import OPEN, State
from apps.sessions.selectors import narrowed, places_seen_by, sessions_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from apps.accounts.models import User
    from apps.sessions.models import TrainingSession

COLUMNS = (
    "id",
    "kind",
    "title",
    "location",
    "room__name",
    "room__location__name",
    "starts_at",
    "ends_at",
    "state",
    "version",
    "trainer_id",
    "trainer__full_name",
)
CALLED_OFF = frozenset({State.CANCELLED, State.NO_SHOW})


@dataclass(slots=True)
class Entry:
    """One session. `start` and `end` are the same moments on the reader's wall clock."""

    pk: UUID
    kind: str
    title: str
    location: str
    room: str | None
    house: str | None
    starts_at: datetime
    ends_at: datetime
    state: str
    version: int
    trainer_id: UUID
    trainer_name: str
    names: list[str] = field(default_factory=list)
    start: datetime = field(init=False)
    end: datetime = field(init=False)

    def __post_init__(self) -> None:
        zone = timezone.get_current_timezone()
        self.start, self.end = self.starts_at.astimezone(zone), self.ends_at.astimezone(zone)

    @property
    def minutes(self) -> int:
        """How long it lasts, whatever the clocks do meanwhile."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def where(self) -> str:
        """Room and location, else what was written as the place."""
        return f"{self.room}, {self.house}" if self.room else self.location

    @property
    def is_called_off(self) -> bool:
        return self.state in CALLED_OFF

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day it touches; one that ends at midnight does not touch the next."""
        first, last = self.start.date(), self.end.date()
        ends_at_midnight = last > first and not (self.end.hour or self.end.minute or self.end.second)
        return first, (last.fromordinal(last.toordinal() - 1) if ends_at_midnight else last)


def entries_between(user: User, since: datetime, until: datetime, filters: Mapping[str, str]) -> list[Entry]:
    """Return what a person sees of a time, by start, narrowed as the API's list is (`trainer`, `type`, `state`)."""
    sessions = narrowed(sessions_between(user, since, until), user, **filters)
    return read(sessions)


def read(sessions: QuerySet[TrainingSession]) -> list[Entry]:
    """Read plain values of sessions, without their people (`name_people` adds those)."""
    return [Entry(*row) for row in sessions.prefetch_related(None).values_list(*COLUMNS)]


def name_people(entries: Sequence[Entry], user: User) -> None:
    """Write down who comes, as far as the person may know, in one query."""
    by_id = {entry.pk: entry for entry in entries}
    rows = places_seen_by(user).filter(session_id__in=list(by_id)).order_by("client__sort_name", "id")
    for session_id, first, last in rows.values_list("session_id", "client__first_name", "client__last_name"):
        by_id[session_id].names.append(f"{first} {last}".strip())


def taking_place(entries: Iterable[Entry]) -> int:
    """Count what takes place: what was called off does not."""
    return sum(not entry.is_called_off for entry in entries)
