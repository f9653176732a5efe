from __future__ import annotations

from tenants.registry.models.audit import AuditEntry
from tenants.registry.models.due_work import DueWork
from tenants.registry.models.operation import Operation
from tenants.registry.models.pooled_schema import PooledSchema
from tenants.registry.models.schema_script import SchemaScript
from tenants.registry.models.tenant import Domain, Tenant

__all__ = ["AuditEntry", "Domain", "DueWork", "Operation", "PooledSchema", "SchemaScript", "Tenant"]
