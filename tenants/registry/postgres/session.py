"""A session of the pool: clean when it is handed out, closed when it has served enough businesses."""

from __future__ import annotations

from random import uniform
from threading import local
from typing import TYPE_CHECKING, Any

from django.conf import settings
from psycopg import Connection, OperationalError
from psycopg.pq import ExecStatus
from psycopg_pool.pool import AddConnection

if TYPE_CHECKING:
    from psycopg.pq.abc import PGconn
    from psycopg_pool import ConnectionPool

    from tenants.registry.postgres.scope import Statements

EVENLY = 0.75  # sessions of one pool grow old together: each lives for its own share of the limit


class Session(Connection[Any]):
    """One session, and the businesses it has served: what its backend remembers of their tables is never given back."""

    def __init__(self, pgconn: PGconn) -> None:
        super().__init__(pgconn)
        self.businesses: set[str] = set()
        self.enough = settings.DATABASE_BACKEND_MAX_BUSINESSES * uniform(EVENLY, 1)  # noqa: S311 - no secret
        self.is_succeeded = False
        self.is_entered = False  # whether the last check-out brought it to where its borrower wants to be
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


class _Wish(local):
    """What leads a session, fresh from the pool, to where the thread that borrows it wants to be."""

    way: Statements = ()


wish = _Wish()


def check_out(connection: Connection[Any]) -> None:
    """Take a borrowed session out of whatever it was in, then into what `wish` says; the same round trip proves that it is alive.

    Nothing of the borrower before is left: role, path, settings, held cursors, prepared statements, channels, locks. Each
    statement is a transaction of its own, because DISCARD ALL stands in none. Where the way in fails, the first statement
    will send it again and say why.
    """
    pgconn, statements = connection.pgconn, (b"DISCARD ALL", *wish.way)
    pgconn.enter_pipeline_mode()
    for statement in statements:
        pgconn.send_query_params(statement, None)
        pgconn.pipeline_sync()
    is_clean, *is_in = [_succeeds(pgconn) for _ in statements]
    if not is_clean:
        raise OperationalError(pgconn.get_error_message())
    pgconn.exit_pipeline_mode()
    if isinstance(connection, Session):
        connection.is_entered = bool(is_in) and all(is_in)


def _succeeds(pgconn: PGconn) -> bool:
    """Read the answer to one statement and the synchronisation after it."""
    result = pgconn.get_result()
    while pgconn.get_result() is not None:
        pass
    end = pgconn.get_result()
    if end is None or end.status != ExecStatus.PIPELINE_SYNC:
        raise OperationalError(pgconn.get_error_message())
    return result is not None and result.status == ExecStatus.COMMAND_OK


def resting_path(connection: Connection[Any]) -> str:
    """Return the search path that a new session starts with. Postgres tells it from 18 on; PgBouncer may keep it to itself."""
    told = connection.info.parameter_status("search_path")
    if told is None:
        told = (connection.pgconn.exec_(b"SHOW search_path").get_value(0, 0) or b"").decode()
    return told
