"""A cursor whose first statement carries the tenant's search path and role in the same message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.backends.postgresql.base import Cursor as _Cursor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tenants.registry.postgres.scope import Scope

# Statements that may share a message with SET. Others (CREATE INDEX CONCURRENTLY, VACUUM …) refuse an implicit transaction.
FUSABLE = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


class UnscopedCursor(RuntimeError):
    """The cursor was not made through Django's connection: it could be in another tenant's schema."""


Cursor: Any = _Cursor  # the stubs leave psycopg's methods out


class ScopedCursor(Cursor):  # type: ignore[misc] # see above
    """Django's cursor, plus the scope. `scope` is None only while the backend itself prepares a new session."""

    scope: Scope | None = None

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        pending = self.scope.pending if self.scope else ""
        if not pending:
            return super().execute(query, params, **options)
        if isinstance(query, str) and query.lstrip()[:6].upper().rstrip() in FUSABLE:
            return self._execute_fused(pending, query, params, options)
        self.enter()
        return super().execute(query, params, **options)

    def executemany(self, query: Any, params_seq: Any, **options: Any) -> None:
        self.enter()
        super().executemany(query, params_seq, **options)

    def copy(self, *args: Any, **options: Any) -> Any:
        self.enter()
        return super().copy(*args, **options)

    def stream(self, *args: Any, **options: Any) -> Iterator[Any]:
        self.enter()
        return super().stream(*args, **options)  # type: ignore[no-any-return] # see the class

    def enter(self) -> None:
        """Send what the scope still owes, on its own."""
        if self.scope and (pending := self.scope.pending):
            super().execute(pending)
            self.scope.applied()

    def _execute_fused(self, pending: str, query: str, params: Any, options: dict[str, Any]) -> Any:
        super().execute(pending + query, params, **options)
        while self.nextset():
            pass
        if self.scope:
            self.scope.applied()
        return self
