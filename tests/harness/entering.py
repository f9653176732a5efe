"""Where the test is: which business the connection has entered."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tenants.registry.postgres.base import DatabaseWrapper


def wrapper() -> DatabaseWrapper:
    """Return the connection as the class it is."""
    return cast("DatabaseWrapper", connection)


def leave_business() -> None:
    """Go back to the public schema."""
    wrapper().set_schema_to_public()


@contextmanager
def staying() -> Iterator[None]:
    """Be after the block where the test was before it."""
    before = wrapper().tenant
    try:
        yield
    finally:
        wrapper().set_tenant(before)
