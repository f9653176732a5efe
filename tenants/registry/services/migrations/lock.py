"""One deploy at a time, and never beside a move, an import or a drop: an advisory lock in the database of the public tables.

A deploy holds it alone; acts on whole businesses share it among themselves.
"""

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
    """Somebody else is migrating, or moves, imports or drops a business; the message says who."""


class DeployLock:
    """Held from entering to leaving, by a session of its own that says who we are."""

    def __init__(self, *, wait: bool, tell: Callable[[str], None]) -> None:
        self._wait, self._tell = wait, tell
        self._stack = ExitStack()
        self._session: Connection[Any] | None = None

    def __enter__(self) -> Self:
        self._take()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def check(self) -> None:
        """Take the lock again when it was lost with a restart of Postgres. Raises AnotherDeploy as entering does."""
        try:
            self._opened.execute("SELECT 1")
        except psycopg.OperationalError:
            self._stack.close()
            self._take()

    @property
    def _opened(self) -> Connection[Any]:
        if self._session is None or self._session.closed:
            self._session = self._stack.enter_context(admin_session())
            name_session(self._session, "migrates")
        return self._session

    def _take(self) -> None:
        row = self._opened.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
        if row and row[0]:
            return
        who = holder(self._opened) or "somebody had the lock a moment ago"
        if not self._wait:
            self._stack.close()
            raise AnotherDeploy(who)
        self._tell(f"{who}; waiting for it to end")
        self._opened.execute("SELECT pg_advisory_lock(%s)", [LOCK])


def share(session: Connection[Any]) -> None:
    """Keep deploys away for the life of this session. Raises AnotherDeploy when one is migrating, or waits to."""
    row = session.execute("SELECT pg_try_advisory_lock_shared(%s)", [LOCK]).fetchone()
    if not (row and row[0]):
        raise AnotherDeploy(holder(session) or "since a moment ago")


def name_session(session: Connection[Any], does: str) -> None:
    """Let the session say what is done in it, by whom: `holder` reads it, and so can anybody in pg_stat_activity."""
    name = f"{does} {socket.gethostname()} {os.getpid()}"[:63]
    session.execute("SELECT set_config('application_name', %s, false)", [name])


def holder(session: Connection[Any]) -> str:
    """Say who has the lock, does what, and since when; empty when nobody has it any more."""
    row = session.execute(_HOLDER, [LOCK]).fetchone()
    if not row:
        return ""
    does, _, who = row[0].partition(" ")
    return f"{who} from {row[1]} {does} since {row[2]}"
