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
    SELECT schema, concat_ws(' ', 'relation', relname, relkind, CASE WHEN relrowsecurity THEN 'walled' END,
                             CASE WHEN NOT owned THEN 'not owned' END) FROM held
    UNION ALL
    SELECT schema, concat_ws(' ', 'column', relname || '.' || attname, {type}, CASE WHEN attnotnull THEN 'not null' END,
                             nullif(attidentity, ''), nullif(attgenerated, ''), {default})
    FROM held JOIN pg_attribute a ON attrelid = held.oid {join}
    WHERE attnum > 0 AND NOT attisdropped AND relkind <> 'S'
    UNION ALL
    SELECT schema, concat_ws(' ', 'constraint', relname || '.' || conname, contype, CASE WHEN NOT convalidated THEN 'not valid' END, {constraint})
    FROM held JOIN pg_constraint k ON conrelid = held.oid WHERE contype <> 'n'
    UNION ALL
    SELECT schema, concat_ws(' ', 'index', i.relname, 'on', held.relname, CASE WHEN indisunique THEN 'unique' END, {index})
    FROM held JOIN pg_index x ON indrelid = held.oid JOIN pg_class i ON i.oid = indexrelid WHERE indisvalid
    UNION ALL
    SELECT schema, concat_ws(' ', 'trigger', relname || '.' || tgname)
    FROM held JOIN pg_trigger t ON tgrelid = held.oid WHERE NOT tgisinternal
)
"""
# An extension's type has another number on every server.
_TYPE = "CASE WHEN atttypid < 16384 THEN atttypid::text ELSE format_type(atttypid, NULL) END, atttypmod"
_SHORT = _LINES.format(
    type=_TYPE, default="CASE WHEN atthasdef THEN 'default' END", constraint="NULL", index="indnatts", join=""
)
_LONG = _LINES.format(
    type="format_type(atttypid, atttypmod)",
    default="pg_get_expr(adbin, adrelid)",
    join="LEFT JOIN pg_attrdef ON (adrelid, adnum) = (attrelid, attnum)",
    constraint="replace(pg_get_constraintdef(k.oid), schema || '.', '')",
    index="replace(pg_get_indexdef(indexrelid), schema || '.', '')",
)
_QUALIFIED = "SET search_path TO pg_catalog"  # what a definition names does not depend on who asked before
DIGESTS = _SHORT + "SELECT schema, sum(hashtextextended(line, 0)::numeric)::text FROM lines GROUP BY schema"  # noqa: S608 - constants only
FULL_DIGESTS = _LONG + "SELECT schema, sum(hashtextextended(line, 0)::numeric)::text FROM lines GROUP BY schema"  # noqa: S608 - constants only
FULL_LINES = _LONG + "SELECT line FROM lines"  # noqa: S608 - constants only


def digests(session: Connection[Any], schemas: Collection[str], *, full: bool = False) -> dict[str, str]:
    """Return one digest a schema: of names and types, or of every definition. A schema that is not there has none."""
    if full:
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
