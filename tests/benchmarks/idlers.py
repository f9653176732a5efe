"""Many businesses, made quickly: idle ones, whose number is what is measured."""

from __future__ import annotations


def grow(count: int) -> None:
    """Make empty businesses until there are so many."""
    from tenants.registry.models import Tenant
    from tenants.registry.postgres.admin import admin_session
    from tenants.registry.services.schemas import build_schema
    from tenants.registry.services.scripts import current_script

    script = current_script()
    with admin_session() as session:
        for number in range(Tenant.objects.filter(state=Tenant.State.READY).count(), count):
            name = f"idle-{number:05}"
            tenant = Tenant(
                name=name, subdomain=name, skeleton=name, schema_version=script.pk, state=Tenant.State.READY
            )
            build_schema(session, tenant.schema_name, script.sql)
            tenant.save()


def sizes(size: int) -> list[int]:
    """Return the numbers of businesses to measure at: 10 and 100 by default, more with a larger --size."""
    return [count for count in (10, 100, 1000, 3000) if count <= max(size // 10, 10)]
