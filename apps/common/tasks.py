"""Sending a task by its name, from any process, once the transaction holds."""

from __future__ import annotations

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from apps.common.business import TASK_HEADER, business_id

logger = logging.getLogger(__name__)


def send_on_commit(name: str, *args: str) -> None:
    """Send the task into the business that is entered now, on commit.

    The business may have been left by the time its transaction commits: provisioning furnishes it from outside. When
    Redis is away the task is not sent: whoever needs it done all the same keeps a due row (`apps.common.due`).
    """
    headers = {TASK_HEADER: business_id()}
    transaction.on_commit(lambda: _send(name, args, headers))


def _send(name: str, args: tuple[str, ...], headers: dict[str, str]) -> None:
    if name not in current_app.tasks:  # only a worker imports every task module by itself
        current_app.loader.import_default_modules()
    try:
        current_app.tasks[name].apply_async(args, headers=headers)
    except OperationalError as error:
        logger.warning("%s of %s waits for a sweeper: %s", name, args, error)
