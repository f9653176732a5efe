"""Working out a path: the migrations are run once in a scratch schema, and what they send is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.management.sql import emit_pre_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tenants.registry.postgres.admin import admin_session
from tenants.registry.services.migrations import shape
from tenants.registry.services.migrations.content import insert_sql, wanted
from tenants.registry.services.migrations.paths import CodeLeg, Leg, Path, SqlLeg, Step
from tenants.registry.services.migrations.purity import is_pure
from tenants.registry.services.migrations.recording import record
from tenants.registry.services.migrations.scratch import SCHEMA, scratch_at

if TYPE_CHECKING:
    from django.db.migrations import Migration
    from django.db.migrations.state import ProjectState

    from tenants.registry.services.migrations.content import Content
    from tenants.registry.services.migrations.standing import Applied, Key


def draw(applied: Applied, version: str) -> Path:
    """Return the path from these migrations to those on disk. Raises UnknownMigrations.

    Takes seconds, once for all schemas that stand there.
    """
    with scratch_at(applied, version):
        with admin_session() as session:
            path = Path(
                start=applied,
                shape=shape.digests(session, [SCHEMA])[SCHEMA],
                full_shape=shape.digests(session, [SCHEMA], full=True)[SCHEMA],
                lines=shape.lines(session, SCHEMA),
            )
        path.legs = _Drawing(applied).legs()
    return path


class _Drawing:
    """Walks the scratch schema along, one migration at a time."""

    def __init__(self, applied: Applied) -> None:
        self._executor = MigrationExecutor(connection)
        self._applied = applied
        self._legs: list[Leg] = []
        self._content: list[tuple[Leg, Content]] = []
        self._open = False  # whether the last leg takes more SQL

    def legs(self) -> list[Leg]:
        executor = self._executor
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        state = executor.migrate(None, plan=[])
        known = wanted(state.apps)
        emit_pre_migrate_signal(verbosity=0, interactive=False, db=connection.alias, apps=state.apps, plan=plan)
        for migration, _backwards in plan:
            state = self._add(migration, state)
            self._content.append((self._legs[-1], wanted(state.apps)))
        self._add_replacements()
        self._add_content(known, wanted(state.apps))
        return self._legs

    def _add(self, migration: Migration, state: ProjectState) -> ProjectState:
        before = _bare(state.clone())
        recorder, state = record(migration, state)
        keys = tuple(dict.fromkeys([*map(_key, migration.replaces), (migration.app_label, migration.name)]))
        if is_pure(migration) and recorder.faithful and SCHEMA not in recorder.sql:
            self._add_sql(keys, recorder.sql, closes=recorder.changes_rows)
        else:
            steps = steps_of(migration, before)
            self._append(CodeLeg(before=self._applied, keys=keys, migration=migration, steps=steps), is_open=False)
        self._write_down(keys)
        return state

    def _add_sql(self, keys: tuple[Key, ...], sql: str, *, closes: bool) -> None:
        last = self._legs[-1] if self._legs else None
        if self._open and isinstance(last, SqlLeg):
            last.sql += sql
            last.keys += keys
            self._open = not closes
        else:
            self._append(SqlLeg(before=self._applied, keys=keys, sql=sql), is_open=not closes)

    def _append(self, leg: Leg, *, is_open: bool) -> None:
        self._legs.append(leg)
        self._open = is_open

    def _write_down(self, keys: tuple[Key, ...]) -> None:
        self._applied |= set(keys)
        for app, name in keys:
            self._executor.recorder.record_applied(app, name)

    def _add_replacements(self) -> None:
        """Write squashed migrations down where all that they replace is there, as Django does at every run."""
        loader = self._executor.loader
        for key in sorted(loader.replacements):
            if key not in self._applied and set(loader.replacements[key].replaces) <= self._applied:
                self._add_sql((key,), "", closes=False)
                self._write_down((key,))

    def _add_content(self, known: Content, final: Content) -> None:
        """Give each leg the content types and permissions of its models; what a later migration takes away gets none."""
        for leg, now in self._content:
            leg.content += insert_sql(final[name] for name in now if name not in known and name in final)
            known = now


def _key(pair: tuple[str, str]) -> Key:
    return pair[0], pair[1]


def _bare(state: ProjectState) -> ProjectState:
    """Make the state render its models anew, all of them: a half rendered one renders again for each schema."""
    state.__dict__.pop("apps", None)
    state.is_delayed = False
    return state


def steps_of(migration: Migration, before: ProjectState) -> tuple[Step, ...]:
    """Return the operations with their states, as Django's own loop would pass them."""
    steps = []
    for operation in migration.operations:
        after = before.clone()
        operation.state_forwards(migration.app_label, after)
        after = before if after == before else after
        steps.append(Step(operation, before, after))
        before = after
    for step in steps:
        for state in (step.before, step.after):
            state.apps  # noqa: B018 - renders the models, here and not once for each schema
    return tuple(steps)
