"""Many businesses, made quickly: idle ones, whose number is what is measured."""

from __future__ import annotations

from tests.benchmarks.many import build_many


def grow(count: int) -> None:
    """Make empty businesses until there are so many."""
    from tenants.registry.models import Tenant
    from tenants.registry.services.scripts import fingerprint

    new = []
    for number in range(Tenant.objects.filter(state=Tenant.State.READY).count(), count):
        name = f"idle-{number:05}"
        new.append(Tenant(name=name, subdomain=name, skeleton=name, schema_version=fingerprint(), state="ready"))
    build_many([tenant.schema_name for tenant in new])
    Tenant.objects.bulk_create(new)


def sizes(size: int) -> list[int]:
    """Return the numbers of businesses to measure at: 10 and 100 by default, more with a larger --size."""
    return [count for count in (10, 100, 1000, 3000) if count <= max(size // 10, 10)]
