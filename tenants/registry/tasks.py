"""The platform's own periodic work: the sweeper, one look at one table a server whatever the number of businesses; the pool."""

from __future__ import annotations

import logging

import psycopg
from celery import current_app, shared_task
from django.conf import settings
from django.db import OperationalError

from apps.common.business import MAIN
from apps.common.business import TASK_HEADER as HEADER
from tenants.registry.services.due_work import claim_due_work
from tenants.registry.services.pool import FILL_POOL, fill_pool

logger = logging.getLogger(__name__)


@shared_task(name="tenants.registry.tasks.sweep_due_work")
def sweep_due_work() -> int:
    """Send the task of every row that is due, into its business; return how many.

    Each server has its own table. One that is away does not hold up the others: its rows wait for it.
    """
    return sum(_sweep(database) for database in settings.DATABASE_SERVERS)


def _sweep(database: str) -> int:
    try:
        errands = claim_due_work(database)
    except (OperationalError, psycopg.OperationalError) as error:
        if database == MAIN:
            raise
        logger.warning("Due work of server %s waits: %s", database, error)
        return 0
    for errand in errands:
        # By name: a kind that this release does not know may not hold up the others.
        current_app.send_task(errand.kind, (errand.key,), headers={HEADER: errand.business_id})
    return len(errands)


@shared_task(name=FILL_POOL)
def fill_pools() -> None:
    """Keep some schemas ready on each server that accepts new businesses. One that is away does not hold up the others."""
    for database in settings.NEW_BUSINESS_SERVERS:
        try:
            fill_pool(database=database)
        except psycopg.OperationalError as error:
            logger.warning("The pool of %s was not filled: %s", database, error)
