"""What happens after the hour. What a task says is not told: the team's words are for who does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from apps.activity.events import Event
from apps.sessions.events import SessionFacts


@dataclass(frozen=True, kw_only=True)
class TaskAdded(Event):
    name: ClassVar[str] = "task.added"
    icon: ClassVar[str] = "check"
    task_id: str
    due_on: str

    def sentence(self) -> str:
        return _("A task was made")


@dataclass(frozen=True, kw_only=True)
class TaskFinished(Event):
    name: ClassVar[str] = "task.finished"
    icon: ClassVar[str] = "check"
    task_id: str

    def sentence(self) -> str:
        return _("A task was done")


@dataclass(frozen=True, kw_only=True)
class TaskReopened(Event):
    name: ClassVar[str] = "task.reopened"
    icon: ClassVar[str] = "check"
    task_id: str

    def sentence(self) -> str:
        return _("A task is to be done after all")


@dataclass(frozen=True, kw_only=True)
class SessionFeedbackGiven(SessionFacts, Event):
    """`rating` from 1 to 5, or null; `is_own`: the client said it. Pain and words are not told."""

    name: ClassVar[str] = "session.feedback_given"
    icon: ClassVar[str] = "star"
    rating: int | None = None
    is_own: bool = False

    def sentence(self) -> str:
        if self.rating is None:
            return _("Said how the session of %(when)s was") % {"when": self.when()}
        return _("Rated the session of %(when)s %(rating)d of 5") % {"when": self.when(), "rating": self.rating}


@dataclass(frozen=True, kw_only=True)
class SessionReopened(SessionFacts, Event):
    """A start, a completion or a no-show was taken back at once; `was` names the state."""

    name: ClassVar[str] = "session.reopened"
    icon: ClassVar[str] = "refresh"
    was: str

    def sentence(self) -> str:
        return _("Taken back: the session of %(when)s is open again") % {"when": self.when()}
