"""What is to be done: tasks, and whom to get in touch with again, as one list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast
from django.utils import timezone

from apps.accounts.roles import TEAM, Role
from apps.clients.selectors.notes import follow_ups_due
from apps.sessions.models import Task
from apps.sessions.models.task import TO_DO

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

    from django.db.models import QuerySet

    from apps.accounts.models import User

SEE_ALL = frozenset({Role.OWNER, Role.MANAGER})


@dataclass(frozen=True, slots=True)
class ToDo:
    """A task (`way` is empty), or a contact to follow up (`text` is what was said); `first_name` is the client's."""

    id: UUID
    way: str
    text: str
    due_on: dt.date
    client_id: UUID | None
    first_name: str
    last_name: str
    assignee: str

    @property
    def is_task(self) -> bool:
        return not self.way

    @property
    def is_late(self) -> bool:
        return self.due_on < timezone.localdate()

    @property
    def client_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


def tasks_visible_to(user: User, *, with_deleted: bool = False) -> QuerySet[Task]:
    """Return the tasks a person may know of: their own, and those they gave to others; owner and managers all."""
    tasks = Task.objects.select_related("assignee", "client")
    if not with_deleted:
        tasks = tasks.filter(deleted_at=None)
    if user.role in SEE_ALL:
        return tasks
    return tasks.filter(Q(assignee=user) | Q(author=user)) if user.role in TEAM else tasks.none()


def team() -> QuerySet[User]:
    """Return who may have tasks."""
    return get_user_model().objects.filter(role__in=TEAM, is_active=True).order_by("full_name")


def to_do(user: User, on: dt.date, *, own: bool, most: int) -> list[ToDo]:
    """Return what is due by a day, the longest waiting first: one query. `own`: only what is the person's own to do."""
    tasks = tasks_visible_to(user).filter(TO_DO, due_on__lte=on).order_by().select_related(None)
    if own:
        tasks = tasks.filter(assignee=user)
    contacts = follow_ups_due(user, on, own=own).order_by().select_related(None)
    empty = Value("", CharField())
    rows = tasks.values_list(
        *("id", empty, "text", "due_on", "client_id", "client__first_name", "client__last_name", "assignee__full_name")
    ).union(
        contacts.values_list(
            *("id", "way", Cast("said", CharField()), F("follow_up_on"), "client_id"),
            *("client__first_name", "client__last_name", empty),
        ),
        all=True,
    )
    return [ToDo(*row[:5], *(name or "" for name in row[5:])) for row in rows.order_by("due_on", "id")[:most]]
