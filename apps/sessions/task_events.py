"""What happens to tasks. What a task says is not told: the team's words are for who does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from apps.activity.events import Event


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
