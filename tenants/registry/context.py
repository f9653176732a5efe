"""Entering and leaving a business outside a request."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django_tenants.postgresql_backend.base import FakeTenant

from tenants.registry.postgres.typed import connection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.common.business import BusinessRef


@contextmanager
def enter_business(business: BusinessRef) -> Iterator[BusinessRef]:
    """Run the block in the business's schema, under its role; whatever was entered before comes back after."""
    previous = connection.tenant
    connection.set_tenant(business)
    try:
        yield business
    finally:
        connection.set_tenant(previous)


@contextmanager
def enter_public() -> Iterator[None]:
    """Run the block in the public schema, outside any business."""
    previous = connection.tenant
    connection.set_tenant(FakeTenant("public"))
    try:
        yield
    finally:
        connection.set_tenant(previous)
