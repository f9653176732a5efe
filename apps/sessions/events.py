"""What happens to sessions. Times are ISO 8601 in UTC."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.activity.events import Event
from apps.common.templatetags.formats import day_text, moment_text
from apps.sessions.recurrence import Rule, Timing
from apps.sessions.recurrence.words import words_of_rule


@dataclass(frozen=True, kw_only=True)
class SessionFacts:
    """What every event of a session tells."""

    session_id: str
    trainer_id: str
    type: str
    title: str
    starts_at: str
    ends_at: str

    def when(self) -> str:
        """Return the start in the reader's time zone, day and time."""
        return moment_text(datetime.fromisoformat(self.starts_at), words=False)


@dataclass(frozen=True, kw_only=True)
class SessionScheduled(SessionFacts, Event):
    name: ClassVar[str] = "session.scheduled"
    icon: ClassVar[str] = "calendar"

    def sentence(self) -> str:
        return _("Session booked for %(when)s") % {"when": self.when()}


@dataclass(frozen=True, kw_only=True)
class SessionMoved(SessionFacts, Event):
    """`starts_at` and `ends_at` are the new times; the old ones stand beside them."""

    name: ClassVar[str] = "session.moved"
    icon: ClassVar[str] = "swap"
    previous_starts_at: str
    previous_ends_at: str

    def sentence(self) -> str:
        before = moment_text(datetime.fromisoformat(self.previous_starts_at), words=False)
        return _("Session moved from %(before)s to %(when)s") % {"before": before, "when": self.when()}


@dataclass(frozen=True, kw_only=True)
class SessionUpdated(SessionFacts, Event):
    """Title, location, video link or plan changed; `changed` names them."""

    name: ClassVar[str] = "session.updated"
    icon: ClassVar[str] = "edit"
    changed: list[str]

    def sentence(self) -> str:
        return _("Session of %(when)s changed") % {"when": self.when()}


@dataclass(frozen=True, kw_only=True)
class SessionStarted(SessionFacts, Event):
    name: ClassVar[str] = "session.started"
    icon: ClassVar[str] = "play"

    def sentence(self) -> str:
        return _("Session of %(when)s started") % {"when": self.when()}


@dataclass(frozen=True, kw_only=True)
class SessionCompleted(SessionFacts, Event):
    name: ClassVar[str] = "session.completed"
    icon: ClassVar[str] = "check"
    outcome: str = ""
    client_notes: str = ""

    def sentence(self) -> str:
        return _("Session of %(when)s completed") % {"when": self.when()}


@dataclass(frozen=True, kw_only=True)
class SessionCancelled(SessionFacts, Event):
    """`cancelled_by` is who called it off, client or trainer; the actor is who wrote it down."""

    name: ClassVar[str] = "session.cancelled"
    icon: ClassVar[str] = "close"
    cancelled_by: str
    reason: str = ""

    def sentence(self) -> str:
        words = {"when": self.when(), "reason": self.reason}
        if self.cancelled_by == "client":
            text = _("Session of %(when)s cancelled by the client") % words
        else:
            text = _("Session of %(when)s cancelled by the trainer") % words
        return f"{text}: {self.reason}" if self.reason else text


@dataclass(frozen=True, kw_only=True)
class SessionNoShow(SessionFacts, Event):
    name: ClassVar[str] = "session.no_show"
    icon: ClassVar[str] = "alert"

    def sentence(self) -> str:
        return _("Did not come to the session of %(when)s") % {"when": self.when()}


@dataclass(frozen=True, kw_only=True)
class SessionNoted(SessionFacts, Event):
    name: ClassVar[str] = "session.noted"
    icon: ClassVar[str] = "note"
    text: str
    client_text: str = ""

    def sentence(self) -> str:
        if not self.text:
            return _("Note for the client: %(text)s") % {"text": self.client_text}
        return _("Note: %(text)s") % {"text": self.text}


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


@dataclass(frozen=True, kw_only=True)
class PlaceChanged(Event):
    """A location or a room was added, changed, archived or restored, as `what` says; `room` is empty for a location."""

    name: ClassVar[str] = "place.changed"
    icon: ClassVar[str] = "place"
    what: str
    location_id: str
    location: str
    room_id: str = ""
    room: str = ""

    def sentence(self) -> str:
        texts = {
            "added": _("%(place)s added"),
            "archived": _("%(place)s archived"),
            "restored": _("%(place)s restored"),
        }
        place = f"{self.room}, {self.location}" if self.room else self.location
        return texts.get(self.what, _("%(place)s changed")) % {"place": place}
