"""The platform's sweeper: one look at one table, whatever the number of businesses."""

from __future__ import annotations

from datetime import timedelta

from celery import current_app, shared_task
from django.db import transaction
from django.utils import timezone

from apps.common.business import TASK_HEADER as HEADER
from tenants.registry.models import DueWork, Tenant

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
