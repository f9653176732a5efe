"""Tasks in logs and numbers: each knows the request that sent it, and tells how it went in one line."""

from __future__ import annotations

import logging
import time
from contextvars import ContextVar
from typing import Any

from celery import signals

from config.observability import context, metrics

HEADER = "request_id"

logger = logging.getLogger("tasks")
_started: ContextVar[float] = ContextVar("started", default=0.0)


@signals.setup_logging.connect(dispatch_uid="logging")
def keep_our_logging(**_: Any) -> None:
    """Celery sets up its own logging only where nobody answers this signal."""


@signals.before_task_publish.connect(dispatch_uid="reference")
def send_reference(headers: dict[str, Any] | None = None, **_: Any) -> None:
    """Give the task the reference id of the request or task it is sent from."""
    if headers is not None and context.reference():
        headers.setdefault(HEADER, context.reference())


@signals.task_prerun.connect(dispatch_uid="begin")
def begin(task_id: str, task: Any, **_: Any) -> None:
    """Every line from here on carries the task's ids."""
    context.enter_task(task=task_id, reference=header(task, HEADER) or context.new_reference())
    _started.set(time.perf_counter())


@signals.task_postrun.connect(dispatch_uid="end")
def end(task: Any, state: str | None = None, **_: Any) -> None:
    """Tell and count how the task went."""
    took = time.perf_counter() - _started.get()
    outcome = (state or "unknown").lower()
    metrics.observe_task(name=task.name, outcome=outcome, seconds=took)
    fields = {"task": task.name, "outcome": outcome, "duration_ms": round(took * 1000, 1)}
    if business := header(task, "business"):
        fields["tenant"] = business
    logger.log(logging.ERROR if outcome == "failure" else logging.INFO, "task", extra=fields)
    context.leave_task()


def header(task: Any, name: str) -> str:
    """Read a header of the running task; over a broker it arrives beside Celery's own, called directly apart."""
    headers = getattr(task.request, "headers", None) or {}
    return str(headers.get(name) or getattr(task.request, name, None) or "")
