"""Who did what to a business from outside it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from apps.common.models import BaseModel


class AuditEntry(BaseModel):
    """One privileged act of platform staff or of the platform itself. Never changed, never deleted."""

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="audit_entries")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=40)
    reason = models.TextField(blank=True)

    class Meta:
        db_table = "tenants_audit_entry"

    def __str__(self) -> str:
        return f"{self.act} {self.tenant_id}"
