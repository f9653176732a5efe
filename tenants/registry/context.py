"""Entering and leaving a business outside a request."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from apps.common.business import MAIN
from tenants.registry.postgres.servers import PublicSchema
from tenants.registry.postgres.typed import connection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.common.business import BusinessRef


@contextmanager
def enter_business(business: BusinessRef) -> Iterator[BusinessRef]:
    """Run the block in the business's schema, on its server, under its role; what was entered before comes back after.

    Raises CrossesServers inside a transaction on another server.
    """
    previous = connection.tenant
    connection.set_tenant(business)
    try:
        yield business
    finally:
        connection.set_tenant(previous)


@contextmanager
def enter_public(database: str = MAIN) -> Iterator[None]:
    """Run the block in the public schema, outside any business: main's unless another server is named.

    Raises CrossesServers inside a transaction on another server.
    """
    previous = connection.tenant
    connection.set_tenant(PublicSchema(database))
    try:
        yield
    finally:
        connection.set_tenant(previous)
