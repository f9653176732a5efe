"""The platform's own periodic work: the sweeper, one look at one table whatever the number of businesses; the pool."""

from __future__ import annotations

import logging
from datetime import timedelta

import psycopg
from celery import current_app, shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.common.business import TASK_HEADER as HEADER
from tenants.registry.models import DueWork, Tenant
from tenants.registry.services.pool import FILL_POOL, fill_pool

logger = logging.getLogger(__name__)

BATCH = 500
TRY_AGAIN_AFTER = timedelta(seconds=60)


@shared_task(name="tenants.registry.tasks.sweep_due_work")
def sweep_due_work() -> int:
    """Send the task of every row that is due, into its business; return how many.

    A row is pushed a minute ahead when it is sent and removed by the task itself once done, so a task that is lost
    is sent again. Two sweepers at once take different rows.
    """
    now = timezone.now()
    with transaction.atomic():
        rows = list(
            DueWork.objects.select_for_update(skip_locked=True).filter(due_at__lte=now).order_by("due_at")[:BATCH]
        )
        DueWork.objects.filter(pk__in=[row.pk for row in rows]).update(due_at=now + TRY_AGAIN_AFTER)
    names = {row.schema_name for row in rows}
    homes = dict(Tenant.objects.filter(schema_name__in=names, state="ready").values_list("schema_name", "pk"))
    for row in rows:
        if row.schema_name in homes:
            # By name: a kind that this release does not know may not hold up the others.
            current_app.send_task(row.kind, (row.key,), headers={HEADER: str(homes[row.schema_name])})
    return len(rows)


@shared_task(name=FILL_POOL)
def fill_pools() -> None:
    """Keep some schemas ready on each server that accepts new businesses. One that is away does not hold up the others."""
    for database in settings.NEW_BUSINESS_SERVERS:
        try:
            fill_pool(database=database)
        except psycopg.OperationalError as error:
            logger.warning("The pool of %s was not filled: %s", database, error)
