"""What a schema is made of, as lines to compare: how an alteration by hand is found and told.

The catalog is read through the schemas' own entries (`pg_depend`), so that the cost is that of the schemas asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection

    from psycopg import Connection

# A broken index is what a concurrent build leaves behind when it is interrupted: not an alteration.
_LINES = """
WITH held AS MATERIALIZED (
    SELECT n.nspname AS schema, c.oid, c.relname, c.relkind, c.relrowsecurity,
           c.relowner = n.nspowner AS owned
    FROM pg_namespace n
    JOIN pg_depend d ON d.refclassid = 'pg_namespace'::regclass AND d.refobjid = n.oid AND d.classid = 'pg_class'::regclass
    JOIN pg_class c ON c.oid = d.objid
    WHERE n.nspname = ANY(%(schemas)s)
), lines (schema, line) AS (
    SELECT schema, concat_ws(' ', 'relation', relname, relkind, relrowsecurity, owned) FROM held
    UNION ALL
    SELECT schema, concat_ws(' ', 'column', relname || '.' || attname, {type}, attnotnull, attidentity, attgenerated, {default})
    FROM held JOIN pg_attribute a ON attrelid = held.oid {join}
    WHERE attnum > 0 AND NOT attisdropped AND relkind <> 'S'
    UNION ALL
    SELECT schema, concat_ws(' ', 'constraint', relname || '.' || conname, contype, convalidated, {constraint})
    FROM held JOIN pg_constraint k ON conrelid = held.oid WHERE contype <> 'n'
    UNION ALL
    SELECT schema, concat_ws(' ', 'index', i.relname, 'on', held.relname, indisunique, indnatts, {index})
    FROM held JOIN pg_index x ON indrelid = held.oid JOIN pg_class i ON i.oid = indexrelid WHERE indisvalid
    UNION ALL
    SELECT schema, concat_ws(' ', 'trigger', relname || '.' || tgname)
    FROM held JOIN pg_trigger t ON tgrelid = held.oid WHERE NOT tgisinternal
)
"""
# An extension's type has another number on every server.
_TYPE = "CASE WHEN atttypid < 16384 THEN atttypid::text ELSE format_type(atttypid, NULL) END, atttypmod"
_SHORT = _LINES.format(type=_TYPE, default="atthasdef", constraint="''", index="''", join="")
_LONG = _LINES.format(
    type="format_type(atttypid, atttypmod)",
    default="pg_get_expr(adbin, adrelid)",
    join="LEFT JOIN pg_attrdef ON (adrelid, adnum) = (attrelid, attnum)",
    constraint="replace(pg_get_constraintdef(k.oid), schema || '.', '')",
    index="replace(pg_get_indexdef(indexrelid), schema || '.', '')",
)
DIGESTS = _SHORT + "SELECT schema, sum(hashtextextended(line, 0)::numeric)::text FROM lines GROUP BY schema"
FULL_DIGESTS = _LONG + "SELECT schema, sum(hashtextextended(line, 0)::numeric)::text FROM lines GROUP BY schema"
FULL_LINES = _LONG + "SELECT line FROM lines"


def digests(session: Connection[Any], schemas: Collection[str], *, full: bool = False) -> dict[str, str]:
    """Return one digest a schema: of names and types, or of every definition. A schema that is not there has none."""
    rows = session.execute((FULL_DIGESTS if full else DIGESTS).encode(), {"schemas": list(schemas)})
    return dict(rows.fetchall())


def lines(session: Connection[Any], schema_name: str) -> frozenset[str]:
    """Return every table, column, constraint, index and trigger with its definition."""
    rows = session.execute(FULL_LINES.encode(), {"schemas": [schema_name]})
    return frozenset(line for (line,) in rows)


def differences(expected: frozenset[str], found: frozenset[str]) -> list[str]:
    """Say what is too much and what is missing."""
    return [f"has {line}" for line in sorted(found - expected)] + [f"lacks {line}" for line in sorted(expected - found)]
