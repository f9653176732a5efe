"""Thousands of empty schemas, made and dropped as fast as the machine can."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from psycopg import Connection

AT_ONCE = 50  # by one session: it remembers every table that it made


def build_many(schema_names: Sequence[str]) -> None:
    """Make each of them from the current script, by as many sessions as there are processors."""
    from tenants.registry.services.schemas import build_schema
    from tenants.registry.services.scripts import current_script

    script = current_script().sql
    _with_each(schema_names, lambda session, name: build_schema(session, name, script))


def drop_many(schema_names: Sequence[str]) -> None:
    from tenants.registry.services.schemas import drop_schema_in

    _with_each(schema_names, drop_schema_in)


def _with_each(schema_names: Sequence[str], act: Callable[[Connection[Any], str], None]) -> None:
    portions = [schema_names[start : start + AT_ONCE] for start in range(0, len(schema_names), AT_ONCE)]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        list(threads.map(lambda names: _act(names, act), portions))


def _act(schema_names: Sequence[str], act: Callable[[Connection[Any], str], None]) -> None:
    from tenants.registry.postgres.admin import admin_session

    with admin_session() as session:
        session.execute("SET synchronous_commit TO off")
        for name in schema_names:
            act(session, name)
