"""The sessions of one thread with one server: SQL legs through a plain one, code legs through Django's connection."""

from __future__ import annotations

import threading
from contextlib import ExitStack, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from django.apps import apps as installed
from django.contrib.auth.management import rename_permissions_after_model_rename
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.migrations.operations import RenameModel
from psycopg import sql

from apps.common.business import BusinessRef
from tenants.registry.context import enter_business
from tenants.registry.postgres.admin import admin_session
from tenants.registry.postgres.scope import scope_sql
from tenants.registry.postgres.typed import connection
from tenants.registry.services.migrations import shape
from tenants.registry.services.migrations.standing import digest, guard_sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from psycopg import Connection

    from tenants.registry.services.migrations.paths import CodeLeg, SqlLeg
    from tenants.registry.services.migrations.standing import Applied

# Python code of migrations runs in one thread at a time: content types are cached for the whole process, project states are shared,
# and nobody knows what the code of a migration keeps.
_CODE = threading.Lock()
# One wait for the disk a portion instead of one a schema. A commit that writes something waits for all that were before it.
_NOT_WAITING = "SET LOCAL synchronous_commit = off;\n"
_WAITING = "SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'"
LOCKS = 7_201_151  # the class of advisory locks, one a schema: two runs never work in the same one


class Sender:
    """Sends legs. Sessions are opened when they are needed and opened again when they broke."""

    def __init__(self, database: str, lock_timeout: int, refs: Mapping[str, BusinessRef]) -> None:
        self._database, self._lock_timeout, self._refs = database, lock_timeout, refs
        self._stack = ExitStack()
        self._session: Connection[Any] | None = None
        self.life = 0  # which session this is: between two of them Postgres may have crashed

    @property
    def session(self) -> Connection[Any]:
        if self._session is None or self._session.closed:
            self._session = self._stack.enter_context(admin_session(self._database))
            self.life += 1
        return self._session

    @property
    def is_lost(self) -> bool:
        """Tell whether a session broke under the last leg."""
        plain = self._session is not None and (self._session.closed or self._session.broken)
        return plain or (connection.connection is not None and connection.connection.closed)

    def recover(self) -> None:
        """Let go of sessions that broke."""
        if self.is_lost:
            self.close()

    def close(self) -> None:
        self._stack.close()
        self._session = None
        connection.close()

    def check(self, schema: str, applied: Applied) -> None:
        """Raise unless the schema stands there."""
        self._message(schema, guard_sql(digest(applied)))

    def send(self, schema: str, leg: SqlLeg) -> None:
        """Do a leg in one message and one transaction. A crash may take it back until `settle`."""
        self._message(schema, _NOT_WAITING + leg.message)

    def settle(self) -> None:
        """Return once the disk, and the standby that is waited for, has everything that was committed before."""
        self.session.execute("RESET ROLE")
        with self.session.transaction():
            self.session.execute(_WAITING)
            self.session.execute("SELECT pg_logical_emit_message(true, 'mecto', 'migrated')")

    def lines(self, schema: str) -> frozenset[str]:
        return shape.lines(self.session, schema)

    def _message(self, schema: str, text: str) -> None:
        session = self.session
        timeout = f"SET LOCAL lock_timeout = {self._lock_timeout};"
        opening = f"BEGIN; RESET ROLE; {timeout}\n{_lock_sql(schema)}{scope_sql(schema)}"
        try:
            session.execute(f"{opening}{text}COMMIT".encode())
        except BaseException:
            if not session.closed:
                session.execute("ROLLBACK")
            raise

    def run(self, schema: str, leg: CodeLeg) -> None:
        """Let Django run one migration in the schema, with the states that all schemas share."""
        ref = self._refs.get(schema) or _nobody(schema, self._database)
        with self._locked(schema), _CODE, enter_business(ref):
            _forget_content_types(leg)
            _execute(f"SET lock_timeout = {self._lock_timeout}")
            if leg.migration.atomic:
                with transaction.atomic():
                    _execute(guard_sql(leg.expected))
                    _run(leg)
                    _write_down(leg)
            else:
                _execute(guard_sql(leg.expected))
                _drop_broken_indexes(schema)
                _run(leg)
                with transaction.atomic():
                    _write_down(leg)

    @contextmanager
    def _locked(self, schema: str) -> Iterator[None]:
        """Hold the schema's lock by the other session: a business's role may take none."""
        self.session.execute("RESET ROLE")
        self.session.execute(_lock_sql(schema).replace("_xact", "").encode())
        try:
            yield
        finally:
            if not self.session.closed:
                self.session.execute("RESET ROLE; SELECT pg_advisory_unlock_all()")


def _lock_sql(schema: str) -> str:
    return f"SELECT pg_advisory_xact_lock({LOCKS}, hashtext('{schema}'));\n"


def _execute(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text)


def _run(leg: CodeLeg) -> None:
    """Do what `Migration.apply` does, but with states that were made before."""
    label = leg.migration.app_label
    with connection.schema_editor(atomic=leg.migration.atomic) as editor:
        for step in leg.steps:
            operation = step.operation
            alone = not editor.atomic_migration and operation.atomic
            with transaction.atomic() if alone else nullcontext():
                operation.database_forwards(label, editor, step.before, step.after)


def _write_down(leg: CodeLeg) -> None:
    if any(isinstance(step.operation, RenameModel) for step in leg.steps):
        rename_permissions_after_model_rename(
            installed.get_app_config(leg.migration.app_label),
            verbosity=0,
            plan=[(leg.migration, False)],
            apps=leg.steps[-1].after.apps,
        )
    _execute(leg.record)
    if leg.content:
        _execute(leg.content)


def _forget_content_types(leg: CodeLeg) -> None:
    """Empty the caches of ids: they are of the schema before."""
    ContentType.objects.clear_cache()
    for step in leg.steps:
        for state in (step.before, step.after):
            if ("contenttypes", "contenttype") in state.models:
                state.apps.get_model("contenttypes", "ContentType").objects.clear_cache()


def _drop_broken_indexes(schema: str) -> None:
    """Remove what an interrupted CREATE INDEX CONCURRENTLY left, so that it can be made again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid "
            "WHERE NOT indisvalid AND relnamespace = %s::regnamespace",
            [schema],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(sql.SQL("DROP INDEX CONCURRENTLY {}").format(sql.Identifier(name)))


def _nobody(schema: str, database: str) -> BusinessRef:
    """Return a pooled schema as a business that nobody can reach."""
    return BusinessRef(id="", schema_name=schema, subdomain="", name="", state="building", database=database)
