"""What happens to sessions. Times are ISO 8601 in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from apps.activity.events import Event
from apps.common.templatetags.formats import moment_text


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
    is_late: bool = False

    def sentence(self) -> str:
        words = {"when": self.when(), "reason": self.reason}
        if self.is_late:
            text = _("Session of %(when)s cancelled late by the client") % words
        elif self.cancelled_by == "client":
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
class SessionCorrected(SessionFacts, Event):
    """“Completed” or “no-show” was taken back: it is scheduled again. `previous` is the state it had."""

    name: ClassVar[str] = "session.corrected"
    icon: ClassVar[str] = "refresh"
    previous: str
    reason: str

    def sentence(self) -> str:
        words = {"when": self.when(), "reason": self.reason}
        if self.previous == "no_show":
            return _("No-show of %(when)s taken back: %(reason)s") % words
        return _("Completion of %(when)s taken back: %(reason)s") % words


@dataclass(frozen=True, kw_only=True)
class SessionCreditDecided(SessionFacts, Event):
    """A manager decided against the rules about who did not train. `credit` is forfeited or returned."""

    name: ClassVar[str] = "session.credit_decided"
    icon: ClassVar[str] = "swap"
    credit: str
    reason: str

    def sentence(self) -> str:
        words = {"when": self.when(), "reason": self.reason}
        if self.credit == "returned":
            return _("Credit of %(when)s given back: %(reason)s") % words
        return _("Credit of %(when)s spent: %(reason)s") % words


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
class BookingRulesChanged(Event):
    """The business decided otherwise about booking: the rules that changed, by name."""

    name: ClassVar[str] = "booking_rules.changed"
    icon: ClassVar[str] = "settings"
    before: dict[str, Any]
    after: dict[str, Any]

    def sentence(self) -> str:
        return _("Booking rules changed")
