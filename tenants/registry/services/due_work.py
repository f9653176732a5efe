"""Claiming what is due, and what happens to the work of businesses that are closed or gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from apps.common.business import MAIN
from tenants.registry.context import enter_public
from tenants.registry.models import DueWork, Tenant
from tenants.registry.postgres.admin import admin_session

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


def claim_due_work(database: str = MAIN) -> list[Errand]:
    """Return what is due in one server's running businesses, and push it a minute ahead: the task removes its row once done.

    So a task that is lost is sent again. Two sweepers at once take different rows. Work of a suspended business is
    parked until it is resumed, that of one that is gone is removed: neither costs another look. A business that is
    being moved has rows on two servers: those of its own count.
    """
    rows = _claim(database)
    if not rows:
        return []
    names = {row.schema_name for row in rows}
    with enter_public(), transaction.atomic():
        suspended = _suspended(names)
        homes = {tenant.schema_name: tenant for tenant in Tenant.objects.filter(schema_name__in=names)}
        here = [row for row in rows if row.schema_name in homes and homes[row.schema_name].database == database]
        _park(database, [row.pk for row in here if row.schema_name in suspended])
    if gone := [row.pk for row in rows if row.schema_name not in homes]:
        with enter_public(database):
            DueWork.objects.filter(pk__in=gone).delete()
    return [
        Errand(row.kind, row.key, str(homes[row.schema_name].pk))
        for row in here
        if homes[row.schema_name].state == Tenant.State.READY
    ]


def bring_back(tenant: Tenant) -> None:
    """Make due now what came due while the business was suspended. Called in the transaction that resumes it."""
    if tenant.database == MAIN:
        DueWork.objects.filter(schema_name=tenant.schema_name, due_at=PARKED).update(due_at=timezone.now())
        return
    # Before the resumption is committed: should that fail, the sweeper parks the rows again.
    with admin_session(tenant.database) as session:
        session.execute(
            "UPDATE public.due_work SET due_at = now() WHERE schema_name = %s AND due_at = %s",
            [tenant.schema_name, PARKED],
        )


def _claim(database: str) -> list[DueWork]:
    now = timezone.now()
    with enter_public(database), transaction.atomic():
        due = DueWork.objects.select_for_update(skip_locked=True).filter(due_at__lte=now)
        rows = list(due.order_by("due_at")[:BATCH])
        DueWork.objects.filter(pk__in=[row.pk for row in rows]).update(due_at=now + TRY_AGAIN_AFTER)
    return rows


def _park(database: str, rows: list[int]) -> None:
    """Put rows aside, while the caller's transaction on main holds their businesses suspended."""
    if database == MAIN:
        DueWork.objects.filter(pk__in=rows).update(due_at=PARKED)
    elif rows:
        with admin_session(database) as session:
            session.execute("UPDATE public.due_work SET due_at = %s WHERE id = ANY(%s)", [PARKED, rows])


def _suspended(names: Iterable[str]) -> set[str]:
    """Find the suspended, and hold them so until our transaction ends: nothing is parked behind a resumption's back."""
    held = Tenant.objects.select_for_update(no_key=True).filter(schema_name__in=names, state=Tenant.State.SUSPENDED)
    return {tenant.schema_name for tenant in held}
