"""Which schemas do not stand at this release: read from the version column, in one query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import CharField, Value

from tenants.registry.models import Operation, PooledSchema, Tenant

if TYPE_CHECKING:
    from collections.abc import Collection

RUNNING = (Tenant.State.READY, Tenant.State.SUSPENDED)


@dataclass(frozen=True)
class Candidate:
    """A schema to look at. `subdomain` is empty for one of the warm pool."""

    schema_name: str
    database: str
    version: str
    subdomain: str

    @property
    def label(self) -> str:
        return self.subdomain or f"pool {self.schema_name}"


def find(*, other_than: str | None, subdomains: Collection[str] = ()) -> list[Candidate]:
    """Return the businesses and pooled schemas at another version than this one; all of them when it is None.

    Naming subdomains leaves everything else out, the pool too.
    """
    tenants = Tenant.objects.filter(state__in=RUNNING)
    pooled = PooledSchema.objects.filter(state=PooledSchema.State.READY)
    if other_than is not None:
        tenants, pooled = tenants.exclude(schema_version=other_than), pooled.exclude(schema_version=other_than)
    if subdomains:
        tenants, pooled = tenants.filter(subdomain__in=subdomains), pooled.none()
    columns = ("schema_name", "database", "schema_version")
    nameless = Value("", output_field=CharField())
    rows = tenants.values_list(*columns, "subdomain").union(pooled.values_list(*columns, nameless), all=True)
    return [Candidate(*row) for row in rows]


def held_up() -> dict[str, str]:
    """Return the schemas whose move, import or drop was begun and is not finished, with what it is."""
    return dict(Operation.objects.filter(finished_at=None).values_list("tenant__schema_name", "kind"))


def count_at_another_version(version: str) -> int:
    """Count the running businesses that do not stand at this version."""
    return int(Tenant.objects.filter(state__in=RUNNING).exclude(schema_version=version).count())


def set_version(schema_names: Collection[str], version: str) -> None:
    """Write down where these schemas stand: a pooled one may have become a business meanwhile."""
    for model in (Tenant, PooledSchema):
        model.objects.filter(schema_name__in=schema_names).update(schema_version=version)
