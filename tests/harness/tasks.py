"""Tasks and on-commit hooks: off unless a test asks for them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import pytest
from celery import current_app
from kombu.serialization import dumps, loads

from tenants.registry import tasking

if TYPE_CHECKING:
    from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

type RunCommitHooks = Callable[[], AbstractContextManager[list[Callable[[], Any]]]]


@pytest.fixture
def run_commit_hooks(db: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> RunCommitHooks:
    """Give a context manager that at its end runs what waits for the commit, which a rolled-back test never has."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture(autouse=True)
def _tasks_keep_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker runs each task on a fresh connection; a task that a test calls finds the rows on the test's own."""
    monkeypatch.setattr(tasking, "close_old_connections", lambda: None)


@pytest.fixture
def celery_inline(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Run each task where it is sent, as a worker would get it: values through JSON, the business in its header.

    Returns the names of the tasks that ran.
    """
    ran: list[str] = []

    def send(name: str, args: Any = None, kwargs: Any = None, *, headers: Any = None, **_options: Any) -> Any:
        content_type, encoding, body = dumps([list(args or []), kwargs or {}, headers or {}], serializer="json")
        args, kwargs, headers = loads(body, content_type, encoding)
        ran.append(name)
        return current_app.tasks[name].apply(args, kwargs, headers=headers, throw=True)

    monkeypatch.setattr(current_app._get_current_object(), "send_task", send)  # type: ignore[attr-defined] # a proxy
    return ran
