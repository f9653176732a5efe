"""Which migrations a schema says it has: read under its own role, compared as a digest."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from psycopg import sql

from tenants.registry.postgres.scope import scope_sql

if TYPE_CHECKING:
    from collections.abc import Iterable

    from psycopg import Connection

type Key = tuple[str, str]
type Applied = frozenset[Key]

ELSEWHERE = "stands at other migrations"
_DIGEST = """SELECT md5(coalesce(string_agg(k, ',' ORDER BY k), '')) FROM (
SELECT DISTINCT (app || '.' || name) COLLATE "C" AS k FROM django_migrations) d"""


def read_applied(session: Connection[Any], schema_name: str) -> Applied:
    """Return the rows of the schema's own django_migrations."""
    with session.transaction():
        session.execute(scope_sql(schema_name).encode())
        return frozenset((app, name) for app, name in session.execute("SELECT app, name FROM django_migrations"))


def digest(applied: Iterable[Key]) -> str:
    """Return what `guard_sql` compares with."""
    text = ",".join(sorted({f"{app}.{name}" for app, name in applied}))
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def guard_sql(expected: str) -> str:
    """Return a statement that fails with ELSEWHERE in its message unless the schema stands where this says.

    Plain SQL: a business's role may use no other language.
    """
    return f"SELECT CASE d WHEN '{expected}' THEN 0 ELSE ('{ELSEWHERE} ' || d)::integer END FROM ({_DIGEST}) q (d);\n"  # noqa: S608 - digests of ours


def record_sql(keys: Iterable[Key]) -> str:
    """Return the statement that writes these migrations down as applied now."""
    rows = [sql.SQL("({}, {}, clock_timestamp())").format(sql.Literal(app), sql.Literal(name)) for app, name in keys]
    insert = sql.SQL("INSERT INTO django_migrations (app, name, applied) VALUES {};\n")
    return insert.format(sql.SQL(", ").join(rows)).as_string() if rows else ""
