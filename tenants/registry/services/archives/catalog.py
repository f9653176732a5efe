"""What stands in one schema, read by the number of its namespace: the catalog of a thousand others is not scanned."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from psycopg import sql

from tenants.registry.postgres.admin import MAIN, admin_session
from tenants.registry.postgres.scope import scope_sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from psycopg import Connection

type Session = Connection[Any]
type Migrations = frozenset[tuple[str, str]]

MIGRATIONS_TABLE = "django_migrations"

_TABLES = b"""
SELECT c.relname,
       array_agg(a.attname ORDER BY a.attnum),
       array_agg(format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum),
       (SELECT array_agg(k.attname ORDER BY at.place)
          FROM pg_index i
          CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS at (number, place)
          JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum = at.number
         WHERE i.indrelid = c.oid AND i.indisprimary)
  FROM pg_depend d
  JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'r'
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
 WHERE d.refclassid = 'pg_namespace'::regclass AND d.classid = 'pg_class'::regclass
   AND d.refobjid = (SELECT oid FROM pg_namespace WHERE nspname = %s)
 GROUP BY c.oid, c.relname
 ORDER BY c.relname"""
_SEQUENCES = b"""
SELECT c.relname
  FROM pg_depend d
  JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'S'
 WHERE d.refclassid = 'pg_namespace'::regclass AND d.classid = 'pg_class'::regclass
   AND d.refobjid = (SELECT oid FROM pg_namespace WHERE nspname = %s)
 ORDER BY c.relname"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its columns in their order, each with its type, and its primary key."""

    name: str
    columns: tuple[tuple[str, str], ...]
    key: tuple[str, ...]

    def with_columns(self, columns: Iterable[tuple[str, str]]) -> Table:
        """Return it with its columns in another order."""
        return replace(self, columns=tuple(columns))

    def named(self, name: str) -> Table:
        """Return it under another name."""
        return replace(self, name=name)

    @property
    def identifier(self) -> sql.Identifier:
        return sql.Identifier(self.name)

    @property
    def column_list(self) -> sql.Composed:
        return sql.SQL(", ").join(sql.Identifier(name) for name, _type in self.columns)

    @property
    def key_list(self) -> sql.Composed:
        return sql.SQL(", ").join(map(sql.Identifier, self.key))


@contextmanager
def business_session(schema_name: str, *, database: str = MAIN, snapshot: bool = False) -> Iterator[Session]:
    """Open one transaction in the schema, under its role; `snapshot` makes it read only and of one moment."""
    with admin_session(database, autocommit=False) as session:
        if snapshot:
            session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # Text forms that do not depend on how the server is set up.
        settings = "SET LOCAL TimeZone TO 'UTC'; SET LOCAL DateStyle TO 'ISO'; SET LOCAL extra_float_digits TO 1; "
        session.execute((settings + scope_sql(schema_name)).encode())
        yield session


def tables_of(session: Session, schema_name: str) -> list[Table]:
    """Return the schema's tables by name."""
    rows = session.execute(_TABLES, [schema_name]).fetchall()
    return [
        Table(name, tuple(zip(columns, types, strict=True)), tuple(key or columns))
        for name, columns, types, key in rows
    ]


def sequences_of(session: Session, schema_name: str) -> dict[str, tuple[int, bool]]:
    """Return each sequence's last value and whether it was given out."""
    names = [name for (name,) in session.execute(_SEQUENCES, [schema_name]).fetchall()]
    if not names:
        return {}
    parts = [
        sql.SQL("SELECT {}::text, last_value, is_called FROM {}").format(sql.Literal(name), sql.Identifier(name))
        for name in names
    ]
    rows = session.execute(sql.SQL(" UNION ALL ").join(parts)).fetchall()
    return {name: (int(last), bool(called)) for name, last, called in rows}


def migrations_of(session: Session) -> Migrations:
    """Return the migrations that the schema says it has."""
    rows = session.execute(sql.SQL("SELECT app, name FROM {}").format(sql.Identifier(MIGRATIONS_TABLE))).fetchall()
    return frozenset((app, name) for app, name in rows)
