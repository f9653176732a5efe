"""Which schema and role a Postgres session should be in, and which it is known to be in."""

from __future__ import annotations

import re

PUBLIC = "public"
EXTENSIONS = "extensions"
_SAFE_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}\Z")


class UnsafeSchemaName(ValueError):
    """The name is not one that provisioning gives: it never reaches SQL."""


class Scope:
    """Remembers what was asked for; `pending` is the SQL still owed to the session, empty when nothing is.

    Outside a tenant the session has its own login's rights and sees only `public`; inside, it has the tenant's role
    and sees only the tenant's schema. Extensions' operators live in a schema of their own, so that neither sees the other.
    """

    __slots__ = ("_applied", "_wanted")

    def __init__(self) -> None:
        self._wanted = scope_sql(PUBLIC)
        self._applied: str | None = None

    def want(self, schema_name: str) -> None:
        self._wanted = scope_sql(schema_name)

    def forget(self) -> None:
        """Assume nothing: a new session, or a rollback that took the SET back with it."""
        self._applied = None

    def applied(self) -> None:
        self._applied = self._wanted

    @property
    def pending(self) -> str:
        return "" if self._applied == self._wanted else self._wanted


def scope_sql(schema_name: str) -> str:
    """Return the SET statements for a schema, each ended by a semicolon. Raises UnsafeSchemaName."""
    if schema_name == PUBLIC:
        return f"SET search_path TO {PUBLIC}, {EXTENSIONS}; RESET ROLE; "
    if not _SAFE_NAME.match(schema_name):
        raise UnsafeSchemaName(schema_name)
    return f"SET search_path TO {schema_name}, {EXTENSIONS}; SET ROLE {schema_name}; "
