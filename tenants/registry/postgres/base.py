"""django-tenants' backend with the wall: role and search path together, sent with the first statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django_tenants.postgresql_backend.base import DatabaseWrapper as TenantsWrapper

from tenants.registry.postgres.cursor import ScopedCursor
from tenants.registry.postgres.introspection import SchemaIntrospection
from tenants.registry.postgres.scope import Scope

if TYPE_CHECKING:
    from psycopg import Connection


def check_out(connection: Connection[Any]) -> None:
    """Take a borrowed session out of whatever tenant it was in; the same round trip proves that it is alive."""
    connection.execute("RESET ROLE; RESET search_path")


class DatabaseWrapper(TenantsWrapper):  # type: ignore[misc] # django-tenants ships no types
    """Connection whose tenant is a `Scope`; nothing is sent until a statement needs it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.scope = Scope()
        super().__init__(*args, **kwargs)
        self.introspection = SchemaIntrospection(self)
        if self.settings_dict["OPTIONS"].get("pool"):
            self.settings_dict["OPTIONS"]["pool"].setdefault("check", check_out)

    def get_connection_params(self) -> dict[str, Any]:
        return {**super().get_connection_params(), "cursor_factory": ScopedCursor}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self.scope.forget()
        return super().get_new_connection(conn_params)

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:  # noqa: FBT001, FBT002 - django-tenants' own signature
        super().set_tenant(tenant, include_public)
        self.scope.want(self.schema_name)

    def create_cursor(self, name: str | None = None) -> Any:
        if name:
            with self.create_cursor() as cursor:
                cursor.enter()
            return super().create_cursor(name)
        cursor = super().create_cursor()
        cursor.scope = self.scope
        return cursor

    def rollback(self) -> None:
        self.scope.forget()
        super().rollback()

    def savepoint_rollback(self, sid: str) -> None:
        try:
            super().savepoint_rollback(sid)
        finally:
            self.scope.forget()

    def close(self) -> None:
        self.scope.forget()
        super().close()

    def _handle_search_path(self, cursor: Any = None) -> None:
        """Do nothing: `ScopedCursor` carries the scope. The parent would send it before every statement."""
