"""What platform staff may do to a running business. Each act is audited with its actor and reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tenants.registry.models import AuditEntry, Tenant
from tenants.registry.routing import announce_change
from tenants.registry.services.due_work import bring_back

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User


def suspend_business(*, tenant_id: UUID, by: User | None, reason: str) -> Tenant:
    """Close the doors: pages and API answer 403 until it is resumed; no data is touched."""
    with transaction.atomic():
        tenant: Tenant = Tenant.objects.select_for_update().get(pk=tenant_id)
        tenant.suspend(reason)
        tenant.save()
        AuditEntry.objects.create(tenant=tenant, actor=by, act="suspend", reason=reason)
        transaction.on_commit(announce_change)
    return tenant


def resume_business(*, tenant_id: UUID, by: User | None, reason: str) -> Tenant:
    """Open the doors again; work that came due meanwhile is due now."""
    with transaction.atomic():
        tenant: Tenant = Tenant.objects.select_for_update().get(pk=tenant_id)
        tenant.resume()
        tenant.save()
        bring_back(tenant)
        AuditEntry.objects.create(tenant=tenant, actor=by, act="resume", reason=reason)
        transaction.on_commit(announce_change)
    return tenant
