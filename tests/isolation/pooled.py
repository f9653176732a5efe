"""A second connection, with the pool of production: few sessions, shared by more threads."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db import connections

if TYPE_CHECKING:
    from apps.common.business import BusinessRef
    from tenants.registry.postgres.base import DatabaseWrapper

ALIAS, SESSIONS = "pooled", 2


def here() -> DatabaseWrapper:
    return cast("DatabaseWrapper", connections[ALIAS])


def look(wrapper: DatabaseWrapper, home: BusinessRef) -> None:
    """Ask where we are, and read a row that says the same."""
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT full_name, current_user, current_schema() FROM accounts_user")
        assert cursor.fetchall() == [(home.subdomain, home.schema_name, home.schema_name)]
