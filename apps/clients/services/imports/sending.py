"""A task that is sent on commit, and again by the sweeper should it or its worker die."""

from __future__ import annotations

import logging
from datetime import timedelta

from celery import current_app
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from apps.common import due

logger = logging.getLogger(__name__)

AGAIN_AFTER = timedelta(seconds=45)


def send_soon(*, kind: str, key: str) -> None:
    """Ask for the task named `kind`; it takes the row back by `due.cancel` once done."""
    due.schedule(kind=kind, key=key, due_at=timezone.now() + AGAIN_AFTER)
    transaction.on_commit(lambda: _send(kind, key))


def _send(kind: str, key: str) -> None:
    try:
        current_app.tasks[kind].delay(key)
    except OperationalError as error:
        logger.warning("%s of %s waits for the sweeper: %s", kind, key, error)
