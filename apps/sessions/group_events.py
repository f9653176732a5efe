"""What happens to the places of groups and to who waits for one. Each is told of one client, to that client's timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext as _

from apps.activity.events import Event
from apps.common.templatetags.formats import moment_text
from apps.sessions.events import SessionFacts


@dataclass(frozen=True, kw_only=True)
class PlaceFacts(SessionFacts):
    client_id: str

    def words(self, text: str) -> str:
        return text % {"when": self.when()}


@dataclass(frozen=True, kw_only=True)
class SessionClientAdded(PlaceFacts, Event):
    name: ClassVar[str] = "session.client_added"
    icon: ClassVar[str] = "plus"

    def sentence(self) -> str:
        return self.words(_("Got a place on %(when)s"))


@dataclass(frozen=True, kw_only=True)
class SessionClientRemoved(PlaceFacts, Event):
    """`cancelled_by` is who gave the place up, client or trainer."""

    name: ClassVar[str] = "session.client_removed"
    icon: ClassVar[str] = "close"
    cancelled_by: str
    is_late: bool
    reason: str = ""

    def sentence(self) -> str:
        text = _("Cancelled late for %(when)s") if self.is_late else _("No place on %(when)s any more")
        return f"{self.words(text)}: {self.reason}" if self.reason else self.words(text)


@dataclass(frozen=True, kw_only=True)
class SessionAttendance(PlaceFacts, Event):
    """`attendance` is came, no_show or booked (taken back)."""

    name: ClassVar[str] = "session.attendance"
    icon: ClassVar[str] = "check"
    attendance: str

    def sentence(self) -> str:
        texts = {
            "came": _("Came on %(when)s"),
            "no_show": _("Did not come on %(when)s"),
        }
        return self.words(texts.get(self.attendance, _("Attendance of %(when)s taken back")))


@dataclass(frozen=True, kw_only=True)
class SessionCapacityChanged(SessionFacts, Event):
    """None is no limit."""

    name: ClassVar[str] = "session.capacity_changed"
    icon: ClassVar[str] = "clients"
    before: int | None
    after: int | None

    def sentence(self) -> str:
        if self.after is None:
            return _("The group of %(when)s has no limit any more") % {"when": self.when()}
        return _("The group of %(when)s has %(count)d places") % {"when": self.when(), "count": self.after}


@dataclass(frozen=True, kw_only=True)
class WaitingJoined(PlaceFacts, Event):
    name: ClassVar[str] = "session.waiting_joined"
    icon: ClassVar[str] = "clock"

    def sentence(self) -> str:
        return self.words(_("Waits for a place on %(when)s"))


@dataclass(frozen=True, kw_only=True)
class WaitingOffered(PlaceFacts, Event):
    """A place became free and is kept for them until `offer_until`. The link is derived, never told here."""

    name: ClassVar[str] = "session.waiting_offered"
    icon: ClassVar[str] = "mail"
    waiting_id: str
    offer_until: str

    def sentence(self) -> str:
        until = moment_text(datetime.fromisoformat(self.offer_until), words=False)
        text = self.words(_("Offered a place on %(when)s"))
        return _("%(text)s, until %(until)s") % {"text": text, "until": until}


@dataclass(frozen=True, kw_only=True)
class WaitingEnded(PlaceFacts, Event):
    """`how` is taken, declined, expired, left or closed."""

    name: ClassVar[str] = "session.waiting_ended"
    icon: ClassVar[str] = "clock"
    how: str

    def sentence(self) -> str:
        texts = {
            "taken": _("Accepted the place on %(when)s"),
            "declined": _("Declined the place on %(when)s"),
            "expired": _("No answer in time for %(when)s"),
            "closed": _("No place became free on %(when)s"),
        }
        return self.words(texts.get(self.how, _("Waits no more for %(when)s")))
