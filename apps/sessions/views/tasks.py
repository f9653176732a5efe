"""Tasks of the team: the list, one of them, and what is done with it by a button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.clients.selectors import clients_visible_to, present
from apps.common.errors import DomainError, NotFound, StaleVersion
from apps.common.ids import uuid7
from apps.common.pagination import keyset
from apps.common.views.forms import ServiceFormMixin, add_refusal
from apps.sessions.hour_forms import TaskForm
from apps.sessions.models.task import TO_DO
from apps.sessions.services.tasks import add_task, change_task, delete_task, settle_task
from apps.sessions.todo import tasks_visible_to, team

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from apps.clients.models import Client
    from apps.sessions.models import Task

PAGE, IN_PANEL, MOST_CLIENTS, LONGEST_VERSION = 25, 5, 500, 9


class TasksView(PermissionRequired, TemplateView):
    """What is open, the most urgent first; `?show=done`: what was done, the latest first."""

    permission = Permission.TASKS_DO
    template_name = "sessions/tasks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_done = self.request.GET.get("show") == "done"
        tasks = tasks_visible_to(self.person)
        tasks = tasks.filter(done_at__isnull=False) if is_done else tasks.filter(TO_DO)
        ordering = ("-done_at", "-id") if is_done else ("due_on", "id")
        page = keyset(tasks, ordering=ordering, cursor=self.request.GET.get("cursor", ""), size=PAGE)
        show = {"show": "done"} if is_done else {}
        return super().get_context_data(
            tasks=page.rows,
            is_done=is_done,
            older=f"?{urlencode({**show, 'cursor': page.next})}" if page.next else "",
            newer=f"?{urlencode({**show, 'cursor': page.previous})}" if page.previous else "",
            kinds=[
                {"label": _("To do"), "url": "?", "current": not is_done},
                {"label": _("Done"), "url": "?show=done", "current": is_done},
            ],
            **kwargs,
        )


class OfTask(PermissionRequired):
    permission = Permission.TASKS_DO

    @cached_property
    def task(self) -> Task:
        return get_object_or_404(tasks_visible_to(self.person), pk=self.kwargs["task"])

    def back(self, otherwise: str = "") -> str:
        """Return the page of ours that the form or the link came from."""
        back = self.request.POST.get("next") or self.request.GET.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={self.request.get_host()})
        return back if is_ours else otherwise or reverse("tasks")


class TaskFormPage(OfTask, ServiceFormMixin):
    template_name = "sessions/task.html"

    def get_form(self, form_class: Any = None) -> TaskForm:
        data = self.request.POST if self.request.method in {"POST", "PUT"} else None
        return TaskForm(data, initial=self.get_initial(), team=list(team()), clients=self._clients())

    def _clients(self) -> list[Client]:
        """Return whom it can be about: the first by name, and always whom it is about already."""
        clients = clients_visible_to(self.person).select_related(None).order_by("sort_name", "id")
        found = list(present(clients)[:MOST_CLIENTS])
        wanted = _uuid(str(self.get_initial().get("client", "")))
        if len(found) == MOST_CLIENTS and wanted and all(client.pk != wanted for client in found):
            found += clients.filter(pk=wanted)
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.back(), **kwargs)


class AddTaskView(TaskFormPage):
    """`?client=` and `?session=` say what it is about. The hidden key makes sending twice one task."""

    def get_initial(self) -> dict[str, Any]:
        return {
            "assignee": str(self.person.pk),
            **{name: self.request.GET.get(name, "") for name in ("client", "session")},
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(key=_uuid(self.request.POST.get("key", "")) or uuid7(), **kwargs)

    def perform(self, form: TaskForm) -> HttpResponse:
        add_task(by=self.person, task_id=_uuid(self.request.POST.get("key", "")), **form.values())
        messages.success(self.request, _("Task added."))
        return redirect(self.back())


class TaskView(TaskFormPage):
    """One task, to be changed."""

    def get_initial(self) -> dict[str, Any]:
        task = self.task
        return {
            "text": task.text,
            "due_on": task.due_on,
            "assignee": str(task.assignee_id),
            "client": str(task.client_id or ""),
            "session": task.session_id,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(task=self.task, **kwargs)

    def perform(self, form: TaskForm) -> HttpResponse:
        text = self.request.POST.get("version", "")
        version = int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_VERSION else 0
        try:
            change_task(task_id=self.task.pk, by=self.person, version=version, **form.values())
        except StaleVersion as error:
            add_refusal(form, error)
            del self.task
            return self.render_to_response(self.get_context_data(form=form), status=409)
        messages.success(self.request, _("Saved."))
        return redirect(self.back())


class TaskAct(OfTask):
    """Something done with a task by a button; then back where the person was."""

    undoing = ""

    def act(self, task_id: UUID) -> str:
        """Call the service and return the words of the toast; subclasses give it."""
        raise NotImplementedError

    def post(self, request: HttpRequest, task: UUID) -> HttpResponse:
        try:
            words = self.act(task)
        except NotFound:  # there is no page to say it on
            raise
        except DomainError as error:
            messages.error(request, error.message)
            return redirect(self.back())
        query = urlencode({"next": self.back()})
        undo = f"undo:{reverse(self.undoing, args=[task])}?{query}" if self.undoing else ""
        messages.success(request, words, extra_tags=undo)
        return redirect(self.back())


class CompletionView(TaskAct):
    undoing = "task_reopening"

    def act(self, task_id: UUID) -> str:
        task = settle_task(task_id=task_id, by=self.person)
        return _("Done: %(text)s") % {"text": task.text}


class ReopeningView(TaskAct):
    def act(self, task_id: UUID) -> str:
        settle_task(task_id=task_id, by=self.person, is_done=False)
        return _("Still to be done.")


class DeletionView(TaskAct):
    undoing = "task_restoration"

    def act(self, task_id: UUID) -> str:
        delete_task(task_id=task_id, by=self.person)
        return _("The task is deleted.")


class RestorationView(TaskAct):
    def act(self, task_id: UUID) -> str:
        delete_task(task_id=task_id, by=self.person, is_deleted=False)
        return _("The task is back.")


class ClientTasksView(PermissionRequired):
    """What is to be done for a client, on their page."""

    permission = Permission.TASKS_DO

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        client = clients_visible_to(self.person).filter(pk=pk).first()
        if client is None:
            raise Http404
        tasks = tasks_visible_to(self.person).filter(TO_DO, client=client).order_by("due_on", "id")[:IN_PANEL]
        return render(request, "sessions/_client_tasks.html", {"client": client, "tasks": tasks})


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
