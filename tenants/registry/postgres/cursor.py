"""Cursors whose first statement takes the business's role along in the same network trip."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.backends.postgresql.base import Cursor as _Cursor
from django.db.backends.postgresql.base import ServerSideCursor as _ServerSideCursor

from tenants.registry.postgres import guard
from tenants.registry.postgres.wire import run_together

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from tenants.registry.postgres.scope import Scope, Statements


class UnscopedCursor(RuntimeError):
    """The cursor was not made through Django's connection: it could be in another business's schema."""


Cursor: Any = _Cursor  # the stubs leave psycopg's methods out
ServerSideCursor: Any = _ServerSideCursor


class Scoped:
    """What both kinds of cursor do before anything is sent. A raw one, made past Django's connection, has no scope and raises.

    The product's login speaks only the extended protocol, in which a message holds one statement, and sends only what `guard`
    knows. The administrator's migrations are texts of ours with several statements in one, and are sent as Django does.
    """

    scope: Scope | None = None
    is_admin = False
    _together: Statements = ()

    def check(self, query: Any, allowed: frozenset[str]) -> str:
        if self.scope is None:
            raise UnscopedCursor
        return guard.kind_of(query) if self.is_admin else guard.check(query, allowed)

    def enter(self) -> None:
        """Send what the scope still owes, on its own."""
        if self.scope and (pending := self.scope.pending):
            connection: Any = self._conn  # type: ignore[attr-defined] # psycopg's
            with connection.lock:
                connection.wait(_enter(connection, pending))
            self.scope.applied()

    def _execute_send(self, query: Any, *, force_extended: bool = False, binary: bool | None = None) -> None:
        extended = force_extended or not self.is_admin
        super()._execute_send(query, force_extended=extended, binary=binary)  # type: ignore[misc] # psycopg's


class ScopedCursor(Scoped, Cursor):  # type: ignore[misc] # see above
    """Django's cursor, plus the scope."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        kind = self.check(query, guard.DATA | guard.SAVEPOINTS)
        scope = self.scope
        if not scope or not scope.pending:
            pass
        elif kind in guard.DATA:
            self._execute_together(scope, query, params, options)
            self._note(kind, query)
            return self
        elif kind not in guard.SAVEPOINTS:
            self.enter()
        if scope and kind == "ROLLBACK TO SAVEPOINT":
            scope.forget()  # what was set since the savepoint is taken back
        super().execute(query, params, **options)
        self._note(kind, query)
        return self

    def executemany(self, query: Any, params_seq: Any, **options: Any) -> None:
        kind = self.check(query, guard.DATA)
        self.enter()
        super().executemany(query, params_seq, **options)
        self._note(kind, query)

    def copy(self, statement: Any, *args: Any, **options: Any) -> Any:
        kind = self.check(statement, guard.COPY)
        self.enter()
        self._note(kind, statement)
        return super().copy(statement, *args, **options)

    def stream(self, query: Any, *args: Any, **options: Any) -> Iterator[Any]:
        self.check(query, guard.DATA)
        self.enter()
        return super().stream(query, *args, **options)  # type: ignore[no-any-return] # see the class

    def _execute_together(self, scope: Scope, query: Any, params: Any, options: dict[str, Any]) -> None:
        self._together = scope.pending
        try:
            super().execute(query, params, **options)
        finally:
            self._together = ()
        scope.applied()

    def _note(self, kind: str, query: Any) -> None:
        """Remember a write, for who keeps what was drawn; one on its own, without a transaction, stands already."""
        if self.scope and not self.is_admin and guard.may_write(kind, query):
            self.scope.note_write()
            if self._conn.autocommit:
                self.scope.settle()

    def _maybe_prepare_gen(self, pgq: Any, **options: Any) -> Generator[Any, Any, None]:
        """Override psycopg's step that sends one query and takes its answer."""
        if not self._together:
            yield from super()._maybe_prepare_gen(pgq, **options)
            return
        self._query = pgq
        results = yield from run_together(self._pgconn, self._together, pgq.query)
        self._check_results(results)
        self._set_results(results)


class ScopedServerSideCursor(Scoped, ServerSideCursor):  # type: ignore[misc] # see above
    """A named cursor (`.iterator()`), plus the scope. `name` is Django's, `query` is declared and read in parts."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        self.check(query, guard.DATA)
        self.enter()
        return super().execute(query, params, **options)


def _enter(connection: Any, pending: Statements) -> Generator[Any, Any, None]:
    yield from connection._start_query()  # noqa: SLF001 - opens the transaction that psycopg owes
    yield from run_together(connection.pgconn, pending)
