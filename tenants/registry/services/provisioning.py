"""From a request to a running business, as a state machine that can be killed anywhere and tried again."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.common.errors import InvalidInput
from tenants.registry import subdomains
from tenants.registry.models import Tenant
from tenants.registry.routing import announce_change
from tenants.registry.services.opening import furnish_and_open
from tenants.registry.services.placement import place_new_business
from tenants.registry.services.schemas import create_schema, drop_schema, replay
from tenants.registry.services.scripts import current_script

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

logger = logging.getLogger(__name__)

BUILDER_IS_DEAD_AFTER = timedelta(seconds=60)
MAX_ATTEMPTS = 5


def request_business(*, name: str, subdomain: str, country: str, currency: str, time_zone: str) -> Tenant:
    """Reserve a subdomain for a new business. Raises InvalidInput when it cannot be had; of two at once one wins."""
    subdomain = subdomains.normalise(subdomain)
    subdomains.check_free(subdomain, name)
    tenant = Tenant(name=name, subdomain=subdomain, country=country, currency=currency, time_zone=time_zone)
    tenant.skeleton = subdomains.skeleton(subdomain)
    tenant.database = place_new_business()
    try:
        with transaction.atomic():
            tenant.save()
    except IntegrityError as error:
        raise InvalidInput({"subdomain": subdomains.taken_message(subdomain, subdomain, name)}) from error
    return tenant


def build_business(*, tenant_id: UUID, furnish: Callable[[Tenant], None]) -> Tenant | None:
    """Make the schema and let `furnish` put the first rows in it; ready only when both are whole.

    Returns None when another builder has it or nothing is left to do. A failure removes everything that was made,
    leaves the tenant `failed` with the reason, and raises; calling again starts from nothing.
    """
    tenant = _claim(tenant_id)
    if tenant is None:
        return None
    try:
        script = current_script()
        drop_schema(tenant.schema_name, database=tenant.database)
        create_schema(tenant.schema_name, database=tenant.database)
        replay(tenant.schema_name, script.sql, database=tenant.database)
        tenant.schema_version = script.fingerprint
        furnish_and_open(tenant, furnish)
    except Exception as error:
        logger.exception("Building %s failed", tenant.subdomain)
        _clean_up(tenant, str(error))
        raise
    announce_change()
    return tenant


def _claim(tenant_id: UUID) -> Tenant | None:
    with transaction.atomic():
        tenant: Tenant | None = Tenant.objects.select_for_update(skip_locked=True).filter(pk=tenant_id).first()
        if tenant is None or tenant.state in {Tenant.State.READY, Tenant.State.SUSPENDED}:
            return None
        alive = timezone.now() - tenant.state_changed_at < BUILDER_IS_DEAD_AFTER
        if tenant.state == Tenant.State.BUILDING and alive:
            return None
        tenant.begin_building()
        tenant.save()
        return tenant


def _clean_up(tenant: Tenant, reason: str) -> None:
    fresh = Tenant.objects.get(pk=tenant.pk)
    drop_schema(fresh.schema_name, database=fresh.database)
    fresh.fail(reason)
    fresh.save()
