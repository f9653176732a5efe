"""Every row of the current business, to compare before and after."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection
from psycopg import sql

type Rows = dict[str, dict[str, dict[str, Any]]]


def tables() -> list[str]:
    """Return the tables of the current business."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]


def every_row(*, besides: frozenset[str] = frozenset()) -> Rows:
    """Return table → row's key → columns."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in tables():
            if table not in besides:
                cursor.execute(sql.SQL("SELECT row_to_json(t)::text FROM {} t").format(sql.Identifier(table)))
                rows = [json.loads(text) for (text,) in cursor.fetchall()]
                found[table] = {str(row.get("id") or json.dumps(row, sort_keys=True)): row for row in rows}
    return found
