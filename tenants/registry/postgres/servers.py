"""Several Postgres servers behind one connection: it moves to the server of the business that is entered.

Application code knows one connection. `set_tenant` with a business of another server gives the session back to its own
server's pool; the next statement borrows one of the other server's. A transaction stands on one server, so a move inside
one is refused.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Any

import psycopg
from django.conf import settings
from django.db import OperationalError
from django_tenants.postgresql_backend.base import DatabaseWrapper as TenantsWrapper
from django_tenants.postgresql_backend.base import FakeTenant

from apps.common.business import MAIN

if TYPE_CHECKING:
    from psycopg_pool import ConnectionPool

logger = logging.getLogger(__name__)

ASK_AGAIN_AFTER = 2.0
PROBE_SECONDS = 2  # the least that libpq waits

# Django keeps pools by alias; each server gets such a table of its own.
_POOLS: dict[str, dict[str, ConnectionPool[Any]]] = {MAIN: TenantsWrapper._connection_pools}  # noqa: SLF001 - Django's own table


class CrossesServers(RuntimeError):
    """A transaction on one server was about to go on on another: it could not be one transaction. A programming error."""

    def __init__(self, here: str, there: str) -> None:
        super().__init__(f"Inside a transaction on server {here!r} nothing of server {there!r} can be entered.")


class UnknownServer(OperationalError):
    """A business's row names a server that this process was not told of."""

    def __init__(self, name: str) -> None:
        super().__init__(f"DATABASE_SERVERS names no server {name!r}.")


class ServerAway(OperationalError):
    """The server did not answer a moment ago; it is not asked by everybody at once."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The Postgres server {name!r} does not answer.")


class PublicSchema(FakeTenant):  # type: ignore[misc] # django-tenants ships no types
    """The public schema of a server. Only main's holds the platform's tables; the others' hold `due_work`."""

    def __init__(self, database: str = MAIN) -> None:
        super().__init__("public")
        self.database = database


class Breaker:
    """Remembers which servers did not answer, so that their businesses do not tie up every thread waiting for them.

    After a pause one caller at a time finds out; the others are answered at once. Nothing works without main, so main
    is always asked.
    """

    def __init__(self) -> None:
        self._ask_again_at: dict[str, float] = {}
        self._lock = threading.Lock()

    def away(self) -> list[str]:
        """Name the servers that did not answer when this process last asked."""
        return sorted(self._ask_again_at)

    def require(self, database: str) -> None:
        """Raise ServerAway when the server was away and nobody has found it back."""
        if database not in self._ask_again_at:
            return
        with self._lock:
            if time.monotonic() < self._ask_again_at.get(database, 0.0):
                raise ServerAway(database)
            self._pause(database)  # this caller asks; whoever comes meanwhile does not wait for the answer
        if not answers(database):  # a pool would try for seconds
            raise ServerAway(database)

    def tell(self, database: str, *, is_away: bool) -> None:
        """Note what the last attempt found."""
        if is_away:
            if database not in self._ask_again_at:
                logger.error("Postgres server %s does not answer", database)
            self._pause(database)
        elif self._ask_again_at.pop(database, None):
            logger.warning("Postgres server %s answers again", database)

    def _pause(self, database: str) -> None:
        self._ask_again_at[database] = time.monotonic() + ASK_AGAIN_AFTER


breaker = Breaker()


class MovingWrapper(TenantsWrapper):  # type: ignore[misc] # django-tenants ships no types
    """Connection that is on one server at a time. It begins on main."""

    database = MAIN

    @property
    def main_settings(self) -> dict[str, Any]:
        """Return the settings of main, wherever the connection is."""
        return self.settings_dict if self.database == MAIN else self._left_behind

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:  # noqa: FBT001, FBT002 - django-tenants' own signature
        database = getattr(tenant, "database", MAIN)
        if database != self.database:
            self._move_to(database)
        super().set_tenant(tenant, include_public)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if self.database == MAIN:
            return super().get_new_connection(conn_params)
        breaker.require(self.database)
        try:
            session = super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            # A pool whose sessions are all busy raises the same as one whose server is gone.
            breaker.tell(self.database, is_away=not answers(self.database))
            raise
        breaker.tell(self.database, is_away=False)
        return session

    def _move_to(self, database: str) -> None:
        if database not in settings.DATABASE_SERVERS:
            raise UnknownServer(database)
        if self.in_atomic_block or (self.connection is not None and not self.autocommit):
            raise CrossesServers(self.database, database)
        self.close()
        self._left_behind: dict[str, Any] = self.main_settings
        self.database = database
        self.settings_dict = settings_on(database, self._left_behind)
        self._connection_pools = _POOLS.setdefault(database, {})


def settings_on(database: str, main: dict[str, Any]) -> dict[str, Any]:
    """Return Django's settings of a server: all as on main, under a login of the same kind, at another address."""
    if database == MAIN:
        return main
    servers = settings.DATABASE_SERVERS
    is_app = main["USER"] == servers[MAIN].app.user
    login = servers[database].app if is_app else servers[database].admin
    address = {"NAME": login.name, "USER": login.user, "PASSWORD": login.password}
    return {**main, **address, "HOST": login.host, "PORT": login.port}


def answers(database: str) -> bool:
    """Ask a server over a session of its own whether it lets the product in."""
    login = settings.DATABASE_SERVERS[database].app
    try:
        psycopg.connect(
            dbname=login.name,
            user=login.user,
            password=login.password or None,
            host=login.host or None,
            port=login.port or None,
            connect_timeout=PROBE_SECONDS,
        ).close()
    except psycopg.OperationalError:
        return False
    return True


def pool_use() -> dict[str, dict[str, int]]:
    """Return the numbers of this process's pools by server, as psycopg names them."""
    pools = {name: pools.get("default") for name, pools in list(_POOLS.items())}
    return {name: dict(pool.get_stats()) for name, pool in pools.items() if pool is not None}
