"""The end of a business: its schema, role, files and every row about it go; the audit and a proof of what went stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone
from psycopg import sql

from apps.common.errors import Conflict, NotFound
from apps.common.storage import files
from tenants.registry.context import enter_business
from tenants.registry.models import AuditEntry, Operation, PooledSchema, Tenant
from tenants.registry.postgres.admin import admin_session
from tenants.registry.routing import announce_change
from tenants.registry.services.archives.catalog import business_session, tables_of
from tenants.registry.services.archives.errors import Busy
from tenants.registry.services.archives.operations import begin, exclusive, open_operation
from tenants.registry.services.provisioning import BUILDER_IS_DEAD_AFTER
from tenants.registry.services.schemas import drop_schema

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User


@dataclass(frozen=True, slots=True)
class Removed:
    """What one removal took away."""

    due_work: int
    files: int
    bytes: int


def drop_business(*, tenant_id: UUID, by: User | None = None, reason: str = "") -> dict[str, Any]:
    """Remove a business for good and return the proof: what was removed, how much of it, when.

    Its address answers as an unknown one at once and its tasks are dropped. Killed anywhere, calling again completes it.
    Raises NotFound, Busy, and Conflict while a move or an import of it is not ended.
    """
    tenant: Tenant | None = Tenant.objects.exclude(state=Tenant.State.DROPPED).filter(pk=tenant_id).first()
    if tenant is None:
        raise NotFound("There is no such business.")
    with exclusive(tenant.pk, does="drops"):
        operation = _close_doors(tenant, by, reason)
        if operation.phase == "closed":
            operation.reach("counted", **_count(tenant))
        removed = remove_everything(tenant)
        return _finish(tenant, operation, removed)


def _close_doors(tenant: Tenant, by: User | None, reason: str) -> Operation:
    if begun := open_operation(tenant):
        if begun.kind != Operation.Kind.DROP:
            raise Conflict(f"A {begun.kind} of {tenant.subdomain} was begun: finish or abort it first.")
        return begun
    if tenant.state == Tenant.State.BUILDING and timezone.now() - tenant.state_changed_at < BUILDER_IS_DEAD_AFTER:
        raise Busy(f"{tenant.subdomain} is being built.")
    with transaction.atomic():
        tenant.begin_dropping(reason)
        tenant.save()
        facts = {"subdomain": tenant.subdomain, "name": tenant.name, "database": tenant.database}
        operation = begin(tenant=tenant, kind=Operation.Kind.DROP, by=by, reason=reason, phase="closed", **facts)
    announce_change()
    return operation


def _count(tenant: Tenant) -> dict[str, Any]:
    """Count what is there to lose; nothing, when the schema never stood."""
    with admin_session(tenant.database) as session:
        stands = session.execute("SELECT FROM pg_namespace WHERE nspname = %s", [tenant.schema_name]).fetchone()
    if stands is None:
        return {"schema_name": tenant.schema_name, "tables": {}}
    with business_session(tenant.schema_name, database=tenant.database, snapshot=True) as session:
        counts = [
            sql.SQL("SELECT {}::text, count(*) FROM {}").format(sql.Literal(table.name), table.identifier)
            for table in tables_of(session, tenant.schema_name)
        ]
        rows = session.execute(sql.SQL(" UNION ALL ").join(counts)).fetchall() if counts else []
    return {"schema_name": tenant.schema_name, "tables": {name: int(count) for name, count in rows}}


def remove_everything(tenant: Tenant) -> Removed:
    """Remove schema, role, files and due work, whatever of them is there."""
    drop_schema(tenant.schema_name, database=tenant.database)
    with admin_session(tenant.database) as session:
        due = session.execute("DELETE FROM public.due_work WHERE schema_name = %s", [tenant.schema_name]).rowcount
    PooledSchema.objects.filter(schema_name=tenant.schema_name).delete()
    number, length = _remove_files(tenant)
    return Removed(due, number, length)


def _remove_files(tenant: Tenant) -> tuple[int, int]:
    with enter_business(tenant.as_ref()):
        removed = files().remove_everything()
    return len(removed), sum(kept.size for kept in removed)


def _finish(tenant: Tenant, operation: Operation, removed: Removed) -> dict[str, Any]:
    facts = {"due_work": removed.due_work, "files": removed.files, "bytes": removed.bytes}
    with transaction.atomic():
        rows = _remove_rows(tenant)
        tenant.become_dropped()
        tenant.save()
        AuditEntry.objects.create(tenant=tenant, act="dropped", reason=operation.facts["subdomain"])
        operation.finish("done", **facts, platform_rows=rows, finished=timezone.now().isoformat())
    announce_change()
    return {
        "operation": str(operation.pk),
        "tenant": str(tenant.pk),
        "begun": operation.created_at.isoformat(),
        **operation.facts,
    }


def _remove_rows(tenant: Tenant) -> dict[str, int]:
    """Remove the platform's rows that are there for the business alone: those that would go with its own row."""
    removed = {}
    for relation in Tenant._meta.related_objects:  # noqa: SLF001 - Django's documented API of models
        model: Any = relation.related_model
        if relation.on_delete is models.CASCADE:
            removed[model._meta.db_table] = model.objects.filter(**{relation.field.name: tenant}).delete()[0]  # noqa: SLF001 - as above
    return removed
