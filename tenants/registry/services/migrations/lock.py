"""One deploy at a time: an advisory lock in the database of the public tables."""

from __future__ import annotations

import os
import socket
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Self

import psycopg

from tenants.registry.postgres.admin import admin_session

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

LOCK = 7_201_151_002
_HOLDER = """SELECT application_name, coalesce(host(client_addr), 'a local socket'), date_trunc('second', backend_start)::text
FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND granted AND (classid::bigint << 32) + objid::bigint = %s AND objsubid = 1
AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())"""


class AnotherDeploy(Exception):
    """Somebody else is migrating."""


class DeployLock:
    """Held from entering to leaving, by a session of its own that says who we are."""

    def __init__(self, *, wait: bool, tell: Callable[[str], None]) -> None:
        self._wait, self._tell = wait, tell
        self._stack = ExitStack()
        self._session: Connection[Any] | None = None

    def __enter__(self) -> Self:
        if not self._take():
            who = self._holder()
            if not self._wait:
                self._stack.close()
                raise AnotherDeploy(who)
            self._tell(f"{who}; waiting for it to end")
            self._opened.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def check(self) -> None:
        """Raise AnotherDeploy when the lock was lost with a restart of Postgres and somebody else has it now."""
        try:
            self._opened.execute("SELECT 1")
        except psycopg.OperationalError:
            self._stack.close()
            if not self._take():
                raise AnotherDeploy(self._holder()) from None

    @property
    def _opened(self) -> Connection[Any]:
        if self._session is None or self._session.closed:
            self._session = self._stack.enter_context(admin_session())
            name = f"migrate_tenants {socket.gethostname()} {os.getpid()}"[:63]
            self._session.execute("SELECT set_config('application_name', %s, false)", [name])
        return self._session

    def _take(self) -> bool:
        row = self._opened.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
        return bool(row and row[0])

    def _holder(self) -> str:
        row = self._opened.execute(_HOLDER, [LOCK]).fetchone()
        return f"{row[0]} from {row[1]} migrates since {row[2]}" if row else "another deploy was migrating a moment ago"
