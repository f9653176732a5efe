"""What is being worked on right now, for every log line, error report and answer."""

from __future__ import annotations

import re
import secrets
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from apps.common.business import current_or_none

if TYPE_CHECKING:
    from collections.abc import Iterator

# Crockford's alphabet: nothing that is misread over the phone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{7,63}")

_reference: ContextVar[str] = ContextVar("reference", default="")
_task: ContextVar[str] = ContextVar("task", default="")


def new_reference() -> str:
    """Make a reference id a person can read out: `7K3F-9QX2`, 40 random bits."""
    letters = [secrets.choice(ALPHABET) for _ in range(8)]
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


def accept_reference(given: str) -> str:
    """Take a proxy's id when it is well-formed, else make one."""
    return given if WELL_FORMED.fullmatch(given) else new_reference()


def reference() -> str:
    """Return the reference id of the request or of the request that sent this task; empty outside both."""
    return _reference.get()


def task_id() -> str:
    """Return the id of the running task; empty outside one."""
    return _task.get()


def tenant_id() -> str:
    """Return the id of the current business; empty outside one."""
    business = current_or_none()
    return str(business.id) if business else ""


@contextmanager
def working_on(*, reference: str) -> Iterator[None]:
    """Hold the id while a request is answered."""
    token = _reference.set(reference)
    try:
        yield
    finally:
        _reference.reset(token)


def enter_task(*, task: str, reference: str) -> None:
    """Hold the ids from here on; Celery's signals come in pairs, not in one block."""
    _task.set(task)
    _reference.set(reference)


def leave_task() -> None:
    """Let go of the ids."""
    _task.set("")
    _reference.set("")
