"""The platform's sweeper: one look at one table a server, whatever the number of businesses."""

from __future__ import annotations

import logging
from datetime import timedelta

from celery import current_app, shared_task
from django.conf import settings
from django.db import OperationalError, transaction
from django.utils import timezone

from apps.common.business import MAIN
from apps.common.business import TASK_HEADER as HEADER
from tenants.registry.context import enter_public
from tenants.registry.models import DueWork, Tenant

logger = logging.getLogger(__name__)

BATCH = 500
TRY_AGAIN_AFTER = timedelta(seconds=60)


@shared_task(name="tenants.registry.tasks.sweep_due_work")
def sweep_due_work() -> int:
    """Send the task of every row that is due, into its business; return how many.

    Each server has its own table. One that is away does not hold up the others: its rows wait for it.
    """
    return sum(_sweep(database) for database in settings.DATABASE_SERVERS)


def _sweep(database: str) -> int:
    try:
        rows = _claim(database)
    except OperationalError as error:
        if database == MAIN:
            raise
        logger.warning("Due work of server %s waits: %s", database, error)
        return 0
    names = {row.schema_name for row in rows}
    # A business that is being moved has rows on two servers: its own counts.
    with enter_public():
        found = Tenant.objects.filter(schema_name__in=names, database=database, state=Tenant.State.READY)
        homes = dict(found.values_list("schema_name", "pk"))
    for row in rows:
        if row.schema_name in homes:
            # By name: a kind that this release does not know may not hold up the others.
            current_app.send_task(row.kind, (row.key,), headers={HEADER: str(homes[row.schema_name])})
    return len(rows)


def _claim(database: str) -> list[DueWork]:
    """Take what is due on one server.

    A row is pushed a minute ahead when it is sent and removed by the task itself once done, so a task that is lost
    is sent again. Two sweepers at once take different rows.
    """
    now = timezone.now()
    with enter_public(database), transaction.atomic():
        rows = list(
            DueWork.objects.select_for_update(skip_locked=True).filter(due_at__lte=now).order_by("due_at")[:BATCH]
        )
        DueWork.objects.filter(pk__in=[row.pk for row in rows]).update(due_at=now + TRY_AGAIN_AFTER)
    return rows
