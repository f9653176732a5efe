"""django-tenants' backend with the wall: the business's role travels with the first statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from psycopg import ClientCursor
from psycopg.pq import TransactionStatus

from tenants.registry.postgres.cursor import ScopedCursor, ScopedServerSideCursor
from tenants.registry.postgres.introspection import SchemaIntrospection
from tenants.registry.postgres.scope import RESTING_PATH, Scope
from tenants.registry.postgres.servers import MovingWrapper
from tenants.registry.postgres.session import Session, check_out, resting_path, wish

if TYPE_CHECKING:
    from psycopg import Connection


class DatabaseWrapper(MovingWrapper):
    """Connection whose tenant is a `Scope`; nothing is sent until a statement needs it."""

    connection: Any  # psycopg's, or None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.scope = Scope()
        super().__init__(*args, **kwargs)
        self.introspection = SchemaIntrospection(self)
        if pool := self.settings_dict["OPTIONS"].get("pool"):
            pool.setdefault("check", check_out)
            pool.setdefault("connection_class", Session)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        wish.way = self.scope.way_in
        try:
            session = super().get_new_connection(conn_params)
        finally:
            wish.way = ()
        is_ours = isinstance(session, Session)
        self.scope.begin(session.businesses if is_ours else set())
        self.scope.is_admin = self.is_admin
        if is_ours and session.is_entered:
            self.scope.applied()
        return session

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:  # noqa: FBT001, FBT002 - django-tenants' own signature
        super().set_tenant(tenant, include_public)
        self.scope.want(self.schema_name)

    def create_cursor(self, name: str | None = None) -> Any:
        if name:
            cursor = ScopedServerSideCursor(
                self.connection, name=name, scrollable=False, withhold=self.connection.autocommit
            )
        else:
            cursor = super().create_cursor()
        cursor.scope = self.scope
        cursor.is_admin = self.scope.is_admin
        return cursor

    @property
    def is_admin(self) -> bool:
        """Whether the session is the administrator's: migrations, never the running product."""
        return self.settings_dict["USER"] in {server.admin.user for server in settings.DATABASE_SERVERS.values()}

    @property
    def has_unsettled_writes(self) -> bool:
        """Whether the transaction that runs has written in the business: it sees what others do not."""
        return self.schema_name in self.scope.written

    def commit(self) -> None:
        """Forget the scope where Postgres rolls back instead: without an error when the transaction had failed before."""
        if self.connection and self.connection.info.transaction_status == TransactionStatus.INERROR:
            self.scope.forget()
        try:
            super().commit()
        except BaseException:
            self.scope.forget()
            raise
        finally:
            self.scope.settle()  # it may stand even where the answer was lost

    def rollback(self) -> None:
        self.scope.forget()
        self.scope.written.clear()
        super().rollback()

    def close(self) -> None:
        self.scope.forget()
        self.scope.written.clear()
        super().close()

    def is_usable(self) -> bool:
        if self.connection is None:
            return False
        try:
            check_out(self.connection)
        except self.Database.Error:
            return False
        self.scope.begin(self.scope.businesses)
        return True

    def _close(self) -> None:
        """Give the session back to its pool, unless it has served enough businesses and another stands in its place."""
        session = self.connection
        if isinstance(session, Session) and session.is_worn and (pool := self.pool):
            if session.is_succeeded:
                self.connection = None
                session.close()
                return
            session.ask_for_successor(pool)
        super()._close()

    def _configure_connection(self, connection: Connection[Any]) -> bool:
        """Prepare a new session. From then on its own cursors are scoped ones, which raise unless Django made them."""
        if (path := resting_path(connection)) != RESTING_PATH:
            message = f"Sessions start with search_path {path}, not {RESTING_PATH}: run deploy/database/roles.sql on this server"
            raise ImproperlyConfigured(message)
        connection.cursor_factory = ClientCursor
        changed: bool = super()._configure_connection(connection)
        connection.cursor_factory = ScopedCursor
        connection.server_cursor_factory = ScopedServerSideCursor
        return changed

    def _handle_search_path(self, cursor: Any = None) -> None:
        """Do nothing: the cursors carry the scope. The parent would send it before every statement."""
