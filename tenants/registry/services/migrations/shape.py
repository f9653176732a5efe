"""What a schema is made of, as lines to compare: how an alteration by hand is found and told.

The catalog is read through the schemas' own entries (`pg_depend`), so that the cost is that of the schemas asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection

    from psycopg import Connection

_HELD = """
WITH held AS MATERIALIZED (
    SELECT n.oid AS nsp, n.nspname AS schema, hashnameextended(c.relname, 0) AS seed, c.oid, c.relname, c.relkind, c.relrowsecurity,
           c.relowner = n.nspowner AS owned
    FROM pg_namespace n
    JOIN pg_depend d ON d.refclassid = 'pg_namespace'::regclass AND d.refobjid = n.oid AND d.classid = 'pg_class'::regclass
    JOIN pg_class c ON c.oid = d.objid
    WHERE n.nspname = ANY(%(schemas)s)
), tables AS MATERIALIZED (SELECT * FROM held WHERE relkind <> 'S'),
"""
# Names, types and columns as numbers: what every schema is asked at every release. The lines below cost ten times as much.
# One hash a row, of a name, whose seed is the hash of the table's name with the small facts in bits of their own.
# A broken index is what a concurrent build leaves behind when it is interrupted: not an alteration.
# An extension's type has another number on every server.
_HASHES = """
hashes (nsp, hash) AS (
    SELECT nsp, hashcharextended(relkind, seed # (relrowsecurity::int | owned::int << 1)) FROM held
    UNION ALL
    SELECT nsp, hashnameextended(attname, seed # CASE WHEN atttypid < 16384 THEN atttypid::int8 << 48 ELSE 0 END
                                               # (atttypmod::int8 << 16)
                                               # (attgenerated::int << 9 | attidentity::int << 2 | atthasdef::int << 1 | attnotnull::int))
    FROM tables JOIN pg_attribute ON attrelid = tables.oid WHERE attnum > 0 AND NOT attisdropped
    UNION ALL
    SELECT nsp, hashnameextended(conname, seed # (contype::int << 1 | convalidated::int))
    FROM tables JOIN pg_constraint ON conrelid = tables.oid WHERE contype <> 'n'
    UNION ALL
    SELECT nsp, hash_array_extended(indkey, seed # (indisprimary::int << 1 | indisunique::int))
    FROM tables JOIN pg_index ON indrelid = tables.oid WHERE indisvalid
)
SELECT (SELECT nspname FROM pg_namespace WHERE oid = nsp), sum(hash)::text FROM hashes GROUP BY nsp
"""
_LINES = """
lines (schema, line) AS (
    SELECT schema, concat_ws(' ', 'relation', relname, relkind, CASE WHEN relrowsecurity THEN 'walled' END,
                             CASE WHEN NOT owned THEN 'not owned' END) FROM held
    UNION ALL
    SELECT schema, concat_ws(' ', 'column', relname || '.' || attname, format_type(atttypid, atttypmod),
                             CASE WHEN attnotnull THEN 'not null' END, nullif(attidentity, ''), nullif(attgenerated, ''),
                             replace(pg_get_expr(adbin, adrelid), schema || '.', ''))
    FROM tables JOIN pg_attribute ON attrelid = tables.oid LEFT JOIN pg_attrdef ON (adrelid, adnum) = (attrelid, attnum)
    WHERE attnum > 0 AND NOT attisdropped
    UNION ALL
    SELECT schema, concat_ws(' ', 'constraint', relname || '.' || conname, replace(pg_get_constraintdef(k.oid), schema || '.', ''))
    FROM tables JOIN pg_constraint k ON conrelid = tables.oid WHERE contype <> 'n'
    UNION ALL
    SELECT schema, 'index ' || replace(pg_get_indexdef(indexrelid), schema || '.', '')
    FROM tables JOIN pg_index ON indrelid = tables.oid WHERE indisvalid
    UNION ALL
    SELECT schema, 'trigger ' || replace(pg_get_triggerdef(t.oid), schema || '.', '')
    FROM tables JOIN pg_trigger t ON tgrelid = tables.oid WHERE NOT tgisinternal
)
"""
# What a definition names does not depend on who asked before; the administrator sees the whole catalog.
_QUALIFIED = "RESET ROLE; SET search_path TO pg_catalog"
DIGESTS = _HELD + _HASHES
_SUMS = "SELECT schema, sum(hashtextextended(line, 0)::numeric)::text FROM lines GROUP BY schema"
FULL_DIGESTS = f"{_HELD}{_LINES}{_SUMS}"
FULL_LINES = f"{_HELD}{_LINES}SELECT line FROM lines"  # noqa: S608 - constants only


def digests(session: Connection[Any], schemas: Collection[str], *, full: bool = False) -> dict[str, str]:
    """Return one digest a schema: of names and types, or of every definition. A schema that is not there has none."""
    session.execute(_QUALIFIED)
    rows = session.execute((FULL_DIGESTS if full else DIGESTS).encode(), {"schemas": list(schemas)})
    return dict(rows.fetchall())


def lines(session: Connection[Any], schema_name: str) -> frozenset[str]:
    """Return every table, column, constraint, index and trigger with its definition."""
    session.execute(_QUALIFIED)
    rows = session.execute(FULL_LINES.encode(), {"schemas": [schema_name]})
    return frozenset(line for (line,) in rows)


def differences(expected: frozenset[str], found: frozenset[str]) -> list[str]:
    """Say what is too much and what is missing."""
    return [f"has {line}" for line in sorted(found - expected)] + [f"lacks {line}" for line in sorted(expected - found)]
