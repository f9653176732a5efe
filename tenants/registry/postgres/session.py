"""A session of the pool: clean when it is handed out, closed when it has served enough businesses."""

from __future__ import annotations

from random import uniform
from typing import TYPE_CHECKING, Any

from django.conf import settings
from psycopg import Connection, OperationalError
from psycopg.pq import ExecStatus

if TYPE_CHECKING:
    from psycopg.pq.abc import PGconn

EVENLY = 0.75  # sessions of one pool grow old together: each lives for its own share of the limit


class Session(Connection[Any]):
    """One session, and the businesses it has served: what its backend remembers of their tables is never given back."""

    def __init__(self, pgconn: PGconn) -> None:
        super().__init__(pgconn)
        self.businesses: set[str] = set()
        self.enough = settings.DATABASE_BACKEND_MAX_BUSINESSES * uniform(EVENLY, 1)  # noqa: S311 - no secret
        self._expire_at: float

    @property
    def is_worn(self) -> bool:
        return len(self.businesses) >= self.enough

    def retire_when_worn(self) -> None:
        """Let the pool close the session when it comes back, and open another in its own thread."""
        if self.is_worn:
            self._expire_at = 0.0  # the pool's word for past its lifetime

    def close(self) -> None:
        """End the session; a worn one inside a transaction, because PgBouncer hands on a backend unless its client left so."""
        if self.is_worn and not self.closed:
            self.pgconn.exec_(b"BEGIN")
        super().close()


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
