"""A session of the pool: clean when it is handed out, closed when it has served enough businesses."""

from __future__ import annotations

from random import uniform
from typing import TYPE_CHECKING, Any

from django.conf import settings
from psycopg import Connection, OperationalError
from psycopg.pq import ExecStatus
from psycopg_pool.pool import AddConnection

if TYPE_CHECKING:
    from psycopg.pq.abc import PGconn
    from psycopg_pool import ConnectionPool

EVENLY = 0.75  # sessions of one pool grow old together: each lives for its own share of the limit


class Session(Connection[Any]):
    """One session, and the businesses it has served: what its backend remembers of their tables is never given back."""

    def __init__(self, pgconn: PGconn) -> None:
        super().__init__(pgconn)
        self.businesses: set[str] = set()
        self.enough = settings.DATABASE_BACKEND_MAX_BUSINESSES * uniform(EVENLY, 1)  # noqa: S311 - no secret
        self.is_succeeded = False
        self._is_asked = False

    @property
    def is_worn(self) -> bool:
        return len(self.businesses) >= self.enough

    def ask_for_successor(self, pool: ConnectionPool[Any]) -> None:
        """Let the pool open another session in a thread of its own; until it stands, this one serves on and nobody waits."""
        if not self._is_asked:
            self._is_asked = True
            pool.run_task(_Succeed(pool, self))

    def close(self) -> None:
        """End the session; a worn one inside a transaction, because PgBouncer hands on a backend unless its client left so."""
        if self.is_worn and not self.closed:
            self.pgconn.exec_(b"BEGIN")
        super().close()


class _Succeed(AddConnection):
    """The pool's own step that puts a new session in a lost one's place."""

    def __init__(self, pool: ConnectionPool[Any], worn: Session) -> None:
        super().__init__(pool)
        self._worn = worn

    def _run(self, pool: ConnectionPool[Any]) -> None:
        super()._run(pool)
        self._worn.is_succeeded = True


def check_out(connection: Connection[Any]) -> None:
    """Take a borrowed session out of whatever it was in; the same round trip proves that it is alive.

    Nothing of the borrower before is left: role, path, settings, held cursors, prepared statements, channels, locks.
    """
    result = connection.pgconn.exec_(b"DISCARD ALL")
    if result.status != ExecStatus.COMMAND_OK:
        raise OperationalError(result.get_error_message())


def resting_path(connection: Connection[Any]) -> str:
    """Return the search path that a new session starts with. Postgres tells it from 18 on; PgBouncer may keep it to itself."""
    told = connection.info.parameter_status("search_path")
    if told is None:
        told = (connection.pgconn.exec_(b"SHOW search_path").get_value(0, 0) or b"").decode()
    return told
