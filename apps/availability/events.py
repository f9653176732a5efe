"""What happens to working hours. Reasons for time off stand in no event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from apps.activity.events import Event


@dataclass(frozen=True, kw_only=True)
class HoursChanged(Event):
    """`before` and `after` are weeks: seven lists of spans in minutes after midnight, Monday first."""

    name: ClassVar[str] = "availability.hours_changed"
    icon: ClassVar[str] = "clock"
    trainer_id: str
    time_zone: str
    before: list[list[list[int]]]
    after: list[list[list[int]]]

    def sentence(self) -> str:
        return _("Working hours changed")


@dataclass(frozen=True, kw_only=True)
class TimeOffFacts:
    """An empty `trainer_id`: the business is closed."""

    time_off_id: str
    trainer_id: str
    starts_on: str
    ends_on: str


@dataclass(frozen=True, kw_only=True)
class TimeOffAdded(TimeOffFacts, Event):
    name: ClassVar[str] = "availability.time_off_added"
    icon: ClassVar[str] = "calendar"

    def sentence(self) -> str:
        return _("Time off from %(first)s to %(last)s") % {"first": self.starts_on, "last": self.ends_on}


@dataclass(frozen=True, kw_only=True)
class TimeOffRemoved(TimeOffFacts, Event):
    name: ClassVar[str] = "availability.time_off_removed"
    icon: ClassVar[str] = "calendar"

    def sentence(self) -> str:
        return _("Time off from %(first)s to %(last)s taken back") % {"first": self.starts_on, "last": self.ends_on}
