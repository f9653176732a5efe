"""Tasks: made, changed, done, deleted. Each of the team has their own; managers see and change everybody's."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.roles import TEAM
from apps.activity.services import publish
from apps.clients.selectors import clients_visible_to
from apps.clients.services.values.refusal import Refused
from apps.clients.services.values.texts import filled, one_line
from apps.common.errors import Conflict, InvalidInput, NotFound
from apps.sessions.hour_events import TaskAdded, TaskFinished, TaskReopened
from apps.sessions.models import Task
from apps.sessions.models.task import LONGEST_TEXT
from apps.sessions.selectors import sessions_visible_to
from apps.sessions.todo import tasks_visible_to

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from apps.accounts.models import User
    from apps.activity.events import Event

FARTHEST = dt.timedelta(days=366 * 2)


class TaskFields(TypedDict, total=False):
    """What can be said of a task; `assignee` is whose it is, `client` and `session` what it is about."""

    text: str
    due_on: dt.date
    assignee: UUID
    client: UUID | None
    session: UUID | None


def add_task(*, by: User, task_id: UUID | None = None, **fields: Unpack[TaskFields]) -> Task:
    """Make a task, for oneself and today unless said otherwise. The same id again is the same task.

    Raises InvalidInput by field, Conflict for an id that is another's.
    """
    usual: dict[str, Any] = {"text": "", "due_on": timezone.localdate(), "assignee": by.pk}
    values = _checked({**usual, **fields}, by)
    with transaction.atomic():
        if task_id and (known := Task.objects.filter(pk=task_id).first()):
            if known.author_id == by.pk:
                return known
            raise Conflict(_("This id is another task’s."))
        task = Task(author=by, **values)
        task.pk = task_id or task.pk
        task.save(force_insert=True)
        _tell(TaskAdded(task_id=str(task.pk), due_on=task.due_on.isoformat()), task, by)
    return task


def change_task(*, task_id: UUID, by: User, version: int | None = None, **fields: Unpack[TaskFields]) -> Task:
    """Say something else of a task. Raises InvalidInput by field, NotFound, StaleVersion."""
    with transaction.atomic():
        task = _locked(task_id, by)
        task.check_version(version)
        given: dict[str, Any] = dict(fields)
        if given.get("due_on") == task.due_on:
            del given["due_on"]  # a day that has passed may stay
        values = _checked(given, by)
        if any(getattr(task, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(task, name, value)
            _keep(task)
    return task


def settle_task(*, task_id: UUID, by: User, is_done: bool = True) -> Task:
    """Say that a task is done, or that it is not. Again does nothing. Raises NotFound."""
    with transaction.atomic():
        task = _locked(task_id, by)
        if is_done == (task.done_at is not None):
            return task
        task.finish(by=by.pk, at=timezone.now()) if is_done else task.reopen()
        _keep(task)
        _tell((TaskFinished if is_done else TaskReopened)(task_id=str(task.pk)), task, by)
    return task


def delete_task(*, task_id: UUID, by: User, version: int | None = None, is_deleted: bool = True) -> Task:
    """Delete a task, or bring it back. Again does nothing. Raises NotFound, StaleVersion."""
    with transaction.atomic():
        task = _locked(task_id, by, with_deleted=True)
        if is_deleted == (task.deleted_at is not None):
            return task
        task.check_version(version)
        task.deleted_at = timezone.now() if is_deleted else None
        _keep(task)
    return task


def _locked(task_id: UUID, by: User, *, with_deleted: bool = False) -> Task:
    tasks = tasks_visible_to(by, with_deleted=with_deleted).select_for_update(of=("self",))
    task = tasks.filter(pk=task_id).first()
    if task is None:
        raise NotFound(_("There is no such task."))
    return task


def _keep(task: Task) -> None:
    task.touch()
    task.save()


def _tell(event: Event, task: Task, by: User) -> None:
    publish(event, actor=by, client_ids=[task.client_id] if task.client_id else [])


def _checked(given: dict[str, Any], by: User) -> dict[str, Any]:
    """Return the given values as columns. Raises InvalidInput with every problem."""
    checks: dict[str, Callable[[Any], dict[str, Any]]] = {
        "text": lambda text: {"text": filled(one_line(text, longest=LONGEST_TEXT), _("Say what is to be done."))},
        "due_on": lambda day: {"due_on": _day(day)},
        "assignee": lambda pk: {"assignee_id": _member(pk)},
        "client": lambda pk: {"client_id": _client(pk, by)},
        "session": lambda pk: {"session_id": _session(pk, by)},
    }
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, check in checks.items():
        if name in given:
            try:
                values |= check(given[name])
            except Refused as refusal:
                problems[name] = refusal.reason
    if problems:
        raise InvalidInput(problems)
    return values


def _day(day: dt.date) -> dt.date:
    today = timezone.localdate()
    if day < today:
        raise Refused(_("Choose today or a later day."))
    if day > today + FARTHEST:
        raise Refused(_("This is too far away."))
    return day


def _member(pk: UUID) -> UUID:
    if not get_user_model().objects.filter(pk=pk, is_active=True, role__in=TEAM).exists():
        raise Refused(_("Choose somebody of the team."))
    return pk


def _client(pk: UUID | None, by: User) -> UUID | None:
    client = clients_visible_to(by).filter(pk=pk).first() if pk else None
    if pk and client is None:
        raise Refused(_("There is no such client."))
    return pk


def _session(pk: UUID | None, by: User) -> UUID | None:
    if pk and not sessions_visible_to(by).filter(pk=pk).exists():
        raise Refused(_("There is no such session."))
    return pk
