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

    def retire_when_worn(self) -> None:
        """Let the pool close the session when it comes back, and open another in its own thread."""
        if len(self.businesses) >= self.enough:
            self._expire_at = 0.0  # the pool's word for past its lifetime


def check_out(connection: Connection[Any]) -> None:
    """Take a borrowed session out of whatever it was in; the same round trip proves that it is alive.

    Nothing of the borrower before is left: role, path, settings, held cursors, prepared statements, channels, locks.
    """
    result = connection.pgconn.exec_(b"DISCARD ALL")
    if result.status != ExecStatus.COMMAND_OK:
        raise OperationalError(result.get_error_message())
