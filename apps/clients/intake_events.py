"""What happens in a client's intake: health, goals, consents, the link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from apps.activity.events import Event


@dataclass(frozen=True, kw_only=True)
class ScreeningAnswered(Event):
    """A client's health questions were answered; which answers stands with the screening only."""

    name: ClassVar[str] = "client.screening_answered"
    icon: ClassVar[str] = "heart"
    client_id: str
    clearance: str
    way: str

    def sentence(self) -> str:
        return _("Health questions answered %(way)s") % {"way": way_words(self.way)}


@dataclass(frozen=True, kw_only=True)
class ScreeningDue(Event):
    """A client's health answers are a year old: ask again."""

    name: ClassVar[str] = "client.screening_due"
    icon: ClassVar[str] = "heart"
    client_id: str

    def sentence(self) -> str:
        return _("Health questions are due again")


@dataclass(frozen=True, kw_only=True)
class ClearanceDecided(Event):
    """Somebody wrote down what a doctor said, or that none was asked."""

    name: ClassVar[str] = "client.clearance_decided"
    icon: ClassVar[str] = "shield"
    client_id: str
    clearance: str

    def sentence(self) -> str:
        return {
            "needed": _("A doctor’s clearance is needed"),
            "cleared": _("Cleared by a doctor"),
            "declined": _("Declined to ask a doctor"),
        }.get(self.clearance, self.clearance)


@dataclass(frozen=True, kw_only=True)
class GoalChanged(Event):
    """A goal was set, changed, achieved, abandoned or taken up again."""

    name: ClassVar[str] = "client.goal_changed"
    icon: ClassVar[str] = "star"
    client_id: str
    goal_id: str
    state: str
    text: str

    def sentence(self) -> str:
        words = {
            "active": _("Goal set: %(text)s"),
            "achieved": _("Goal achieved: %(text)s"),
            "abandoned": _("Goal abandoned: %(text)s"),
        }
        return words.get(self.state, "%(text)s") % {"text": self.text}


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(Event):
    """A client agreed to a version of a document."""

    name: ClassVar[str] = "client.consent_given"
    icon: ClassVar[str] = "check"
    client_id: str
    consent_id: str
    title: str
    number: int
    way: str

    def sentence(self) -> str:
        return _("Agreed to “%(title)s”, version %(number)d, recorded %(way)s") % {
            "title": self.title,
            "number": self.number,
            "way": way_words(self.way),
        }


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Event):
    """A consent was taken back."""

    name: ClassVar[str] = "client.consent_withdrawn"
    icon: ClassVar[str] = "shield"
    client_id: str
    consent_id: str
    title: str
    way: str

    def sentence(self) -> str:
        return _("Withdrew from “%(title)s”, recorded %(way)s") % {"title": self.title, "way": way_words(self.way)}


@dataclass(frozen=True, kw_only=True)
class IntakeLinkSent(Event):
    """A client was asked to fill in their intake; a later link makes the earlier one worthless."""

    name: ClassVar[str] = "client.intake_link_sent"
    icon: ClassVar[str] = "mail"
    client_id: str
    link_id: str
    email: str
    nonce: str

    def sentence(self) -> str:
        return _("Asked to fill in the intake at %(email)s") % {"email": self.email}


@dataclass(frozen=True, kw_only=True)
class IntakeLinkWithdrawn(Event):
    """The link to the intake no longer works."""

    name: ClassVar[str] = "client.intake_link_withdrawn"
    icon: ClassVar[str] = "shield"
    client_id: str

    def sentence(self) -> str:
        return _("Intake link withdrawn")


@dataclass(frozen=True, kw_only=True)
class IntakeFinished(Event):
    """A client's intake is complete."""

    name: ClassVar[str] = "client.intake_finished"
    icon: ClassVar[str] = "check"
    client_id: str
    way: str

    def sentence(self) -> str:
        return _("Intake finished %(way)s") % {"way": way_words(self.way)}


def way_words(way: str) -> str:
    """Return how something came to the business, in the middle of a sentence."""
    return {
        "staff": _("by the team"),
        "own": _("by the client, signed in"),
        "link": _("by the client, over their link"),
        "paper": _("on paper"),
    }.get(way, way)
