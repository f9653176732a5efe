"""Thousands of empty schemas, made and dropped as fast as the machine can."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from psycopg import Connection

AT_ONCE = 50  # by one session: it remembers every table that it made


def build_many(schema_names: Sequence[str]) -> None:
    """Make each of them from the current script, by as many sessions as there are processors."""
    from tenants.registry.services.schemas import build_schema
    from tenants.registry.services.scripts import current_script

    script = current_script().sql
    with _carelessly():
        _with_each(schema_names, lambda session, name: build_schema(session, name, script))


def drop_many(schema_names: Sequence[str]) -> None:
    from tenants.registry.services.schemas import drop_schema_in

    with _carelessly():
        _with_each(schema_names, drop_schema_in)


def _with_each(schema_names: Sequence[str], act: Callable[[Connection[Any], str], None]) -> None:
    portions = [schema_names[start : start + AT_ONCE] for start in range(0, len(schema_names), AT_ONCE)]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        list(threads.map(lambda names: _act(names, act), portions))


@contextmanager
def _carelessly() -> Iterator[None]:
    """Let nothing wait for the disk meanwhile, where the server is our own: a thousand schemas are 200,000 files."""
    from django.conf import settings

    address = superuser(Path(settings.DATA_DIR))
    try:
        session = psycopg.connect(address, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        yield
        return
    with session:
        _say(session, "ALTER SYSTEM SET fsync TO off", "SELECT pg_reload_conf()")
        try:
            yield
            _say(session, "CHECKPOINT")
            os.sync()
        finally:
            _say(session, "ALTER SYSTEM RESET fsync", "SELECT pg_reload_conf()")


def superuser(data: Path) -> str:
    """Return the address of a cluster of ours for its superuser."""
    from deploy.local.layout import DataDirectory
    from deploy.local.postgres import SUPERUSER, Postgres

    return Postgres(data=DataDirectory(data)).url(SUPERUSER)


def _say(session: Connection[Any], *statements: str) -> None:
    for statement in statements:
        session.execute(statement.encode())


def _act(schema_names: Sequence[str], act: Callable[[Connection[Any], str], None]) -> None:
    from tenants.registry.postgres.admin import admin_session

    with admin_session() as session:
        session.execute("SET synchronous_commit TO off")
        for name in schema_names:
            act(session, name)
