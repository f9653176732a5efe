"""What platform staff see of businesses: the outside only, never a row of their schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from tenants.registry.models import AuditEntry, Tenant

if TYPE_CHECKING:
    from django.db.models import QuerySet


def businesses(*, search: str = "", state: str = "") -> QuerySet[Tenant]:
    """Return businesses whose name or subdomain contains the words, in one state when it is named."""
    found = Tenant.objects.all()
    words = search.replace("\0", "").strip()
    if words:
        found = found.filter(Q(name__icontains=words) | Q(subdomain__icontains=words))
    if state in Tenant.State.values:
        found = found.filter(state=state)
    return found


def audit_of(tenant: Tenant) -> QuerySet[AuditEntry]:
    """Return what was done to a business from outside, newest first."""
    return AuditEntry.objects.filter(tenant=tenant).select_related("actor").order_by("-created_at", "-pk")
