"""What a migration sends to Postgres, written down while it runs in the scratch schema."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import connection
from django.db.migrations.operations import RunSQL

from tenants.registry.services.scripts import Recorder

if TYPE_CHECKING:
    from django.db.migrations import Migration
    from django.db.migrations.state import ProjectState

_ASKS_THE_CATALOG = (
    "to_regnamespace(current_schema())"  # Django's introspection, in our words (postgres/introspection.py)
)
_WRITES_ROWS = re.compile(r"\s*(insert|update|delete|merge|with|select|do|call|copy)\b", re.IGNORECASE)


class MigrationRecorder(Recorder):
    """Keeps the statements of one migration. `faithful` says whether they are all that it did.

    In SQL that somebody wrote by hand a SELECT may be there for what it does: then reads are kept too.
    """

    def __init__(self, *, by_hand: bool) -> None:
        super().__init__()
        self.faithful = True
        self._by_hand = by_hand

    @property
    def changes_rows(self) -> bool:
        """Tell whether rows change: their deferred checks are done at the end of the transaction, not before an ALTER."""
        return any(_WRITES_ROWS.match(statement) for statement in self.statements)

    def is_kept(self, sql: str) -> bool:
        start = sql.lstrip().upper()
        if start.startswith(("SAVEPOINT", "RELEASE")) or _ASKS_THE_CATALOG in sql:
            return False
        if self._by_hand or not start.startswith(("SELECT", "SHOW")) or "setval(" in sql:
            return True
        if "pg_" not in sql:
            self.faithful = False  # it looked at rows: what it did next may depend on them
        return False


def record(migration: Migration, state: ProjectState) -> tuple[MigrationRecorder, ProjectState]:
    """Run a migration in the schema that the connection is in; return what it sent and the state after it."""
    recorder = MigrationRecorder(by_hand=any(isinstance(operation, RunSQL) for operation in migration.operations))
    with connection.execute_wrapper(recorder):
        with connection.schema_editor(atomic=migration.atomic) as editor:
            state = migration.apply(state, editor)
    return recorder, state
