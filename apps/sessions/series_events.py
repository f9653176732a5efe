"""What happens to series of sessions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.activity.events import Event
from apps.common.templatetags.formats import day_text
from apps.sessions.recurrence import Rule, Timing
from apps.sessions.recurrence.words import words_of_rule


@dataclass(frozen=True, kw_only=True)
class SeriesFacts:
    """What every event of a series tells: its rule (RRULE) with first day, time and zone, and which sessions it is about."""

    series_id: str
    trainer_id: str
    type: str
    title: str
    rule: str
    first: str
    clock: str
    zone: str
    session_ids: list[str]

    def words(self) -> dict[str, str | int]:
        timing = Timing(
            rule=Rule.parse(self.rule),
            first=date.fromisoformat(self.first),
            clock=time.fromisoformat(self.clock),
            zone=ZoneInfo(self.zone),
        )
        return {"repeats": words_of_rule(timing), "count": len(self.session_ids)}


@dataclass(frozen=True, kw_only=True)
class SeriesBooked(SeriesFacts, Event):
    """Its sessions are booked, as `session.scheduled` tells of one; later ones come by `session.series_extended`."""

    name: ClassVar[str] = "session.series_booked"
    icon: ClassVar[str] = "refresh"

    def sentence(self) -> str:
        text = ngettext(
            "Series booked: %(repeats)s, %(count)d session so far",
            "Series booked: %(repeats)s, %(count)d sessions so far",
            len(self.session_ids),
        )
        return text % self.words()


@dataclass(frozen=True, kw_only=True)
class SeriesExtended(SeriesFacts, Event):
    """More sessions of a series were made, or were not because their time was taken: then `skipped` holds their days."""

    name: ClassVar[str] = "session.series_extended"
    icon: ClassVar[str] = "refresh"
    skipped: list[str] = field(default_factory=list)

    def sentence(self) -> str:
        if not self.skipped:
            return _("Series goes on: %(count)d more sessions booked") % self.words()
        days = ", ".join(day_text(date.fromisoformat(day), words=False) for day in self.skipped)
        return _("Series goes on without %(days)s: the time was taken") % {"days": days}


@dataclass(frozen=True, kw_only=True)
class SeriesChanged(SeriesFacts, Event):
    """Sessions of a series moved together, or were described differently: `changed` says what."""

    name: ClassVar[str] = "session.series_changed"
    icon: ClassVar[str] = "swap"
    scope: str
    changed: list[str]

    def sentence(self) -> str:
        text = ngettext(
            "Series changed, %(count)d session: %(repeats)s",
            "Series changed, %(count)d sessions: %(repeats)s",
            len(self.session_ids),
        )
        return text % self.words()


@dataclass(frozen=True, kw_only=True)
class SeriesEnded(SeriesFacts, Event):
    """A series was called off from some session on; each of them tells of itself by `session.cancelled`."""

    name: ClassVar[str] = "session.series_ended"
    icon: ClassVar[str] = "close"
    scope: str
    reason: str = ""

    def sentence(self) -> str:
        text = ngettext(
            "Series ended, %(count)d session cancelled",
            "Series ended, %(count)d sessions cancelled",
            len(self.session_ids),
        )
        return text % self.words() + (f": {self.reason}" if self.reason else "")
