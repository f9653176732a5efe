"""Claiming what is due, and what happens to the work of businesses that are closed or gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from tenants.registry.models import DueWork, Tenant

if TYPE_CHECKING:
    from collections.abc import Iterable

BATCH = 500
TRY_AGAIN_AFTER = timedelta(seconds=60)
PARKED = datetime(9999, 1, 1, tzinfo=UTC)  # the sweeper never gets there


@dataclass(frozen=True, slots=True)
class Errand:
    """One row of work, on its way to its business."""

    kind: str
    key: str
    business_id: str


def claim_due_work() -> list[Errand]:
    """Return what is due in running businesses, and push it a minute ahead: the task removes its row once done.

    So a task that is lost is sent again. Two sweepers at once take different rows. Work of a suspended business is
    parked until it is resumed, that of one that is gone is removed: neither costs another look.
    """
    now = timezone.now()
    with transaction.atomic():
        due = DueWork.objects.select_for_update(skip_locked=True).filter(due_at__lte=now)
        rows = list(due.order_by("due_at")[:BATCH])
        names = {row.schema_name for row in rows}
        suspended = _suspended(names)
        homes = {tenant.schema_name: tenant for tenant in Tenant.objects.filter(schema_name__in=names)}
        DueWork.objects.filter(pk__in=[row.pk for row in rows if row.schema_name not in homes]).delete()
        parked = [row.pk for row in rows if row.schema_name in suspended]
        DueWork.objects.filter(pk__in=parked).update(due_at=PARKED)
        others = [row.pk for row in rows if row.schema_name not in suspended]
        DueWork.objects.filter(pk__in=others).update(due_at=now + TRY_AGAIN_AFTER)
    return [
        Errand(row.kind, row.key, str(homes[row.schema_name].pk))
        for row in rows
        if row.schema_name in homes and homes[row.schema_name].state == Tenant.State.READY
    ]


def bring_back(tenant: Tenant) -> None:
    """Make due now what came due while the business was suspended. Shares the transaction that resumes it."""
    DueWork.objects.filter(schema_name=tenant.schema_name, due_at=PARKED).update(due_at=timezone.now())


def _suspended(names: Iterable[str]) -> set[str]:
    """Find the suspended, and hold them so until our transaction ends: nothing is parked behind a resumption's back."""
    held = Tenant.objects.select_for_update(no_key=True).filter(schema_name__in=names, state=Tenant.State.SUSPENDED)
    return {tenant.schema_name for tenant in held}
