"""What platform staff see of businesses, and of the pool for new ones: the outside only, never a row of their schemas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Min, Q

from tenants.registry.models import AuditEntry, PooledSchema, SchemaScript, Tenant

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet


def businesses(*, search: str = "", state: str = "") -> QuerySet[Tenant]:
    """Return businesses whose name or subdomain contains the words, in one state when it is named."""
    found: QuerySet[Tenant] = Tenant.objects.all()
    words = search.replace("\0", "").strip()
    if words:
        found = found.filter(Q(name__icontains=words) | Q(subdomain__icontains=words))
    if state in Tenant.State.values:
        found = found.filter(state=state)
    return found


def audit_of(tenant: Tenant) -> QuerySet[AuditEntry]:
    """Return what was done to a business from outside, newest first."""
    return AuditEntry.objects.filter(tenant=tenant).select_related("actor").order_by("-created_at", "-pk")


@dataclass(frozen=True, slots=True)
class Pool:
    """The schemas made ahead on one server."""

    server: str
    wanted: int
    ready: int = 0
    unready: int = 0
    oldest: datetime | None = None

    @property
    def is_full(self) -> bool:
        return self.ready >= self.wanted


def pools() -> list[Pool]:
    """Return the pool of each server that accepts new businesses; ready are those of the migrations deployed last."""
    usable = Q(state=PooledSchema.State.READY, schema_version=deployed_version())
    counted = PooledSchema.objects.values("database").annotate(
        ready=Count("pk", filter=usable), unready=Count("pk", filter=~usable), oldest=Min("created_at", filter=usable)
    )
    found = {
        row["database"]: Pool(row["database"], settings.POOL_SIZE, row["ready"], row["unready"], row["oldest"])
        for row in counted
    }
    return [found.get(name) or Pool(name, settings.POOL_SIZE) for name in settings.NEW_BUSINESS_SERVERS]


def deployed_version() -> str:
    """Return the fingerprint of the migrations deployed last; empty before the first."""
    return SchemaScript.objects.order_by("-created_at").values_list("pk", flat=True).first() or ""
