"""A task that is sent on commit, and again by the sweeper should it or its worker die."""

from __future__ import annotations

from datetime import timedelta

from apps.common import due

AGAIN_AFTER = timedelta(seconds=45)


def send_soon(*, kind: str, key: str) -> None:
    """Ask for the task named `kind`; it takes the row back by `due.cancel` once done."""
    due.do_soon(task=kind, key=key, again_after=AGAIN_AFTER)
