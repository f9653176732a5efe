"""A schema of nobody, put where some tenants stand, so that the way from there can be tried and recorded."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from apps.common.business import BusinessRef
from tenants.registry.context import enter_business
from tenants.registry.models import SchemaScript
from tenants.registry.postgres.admin import admin_session
from tenants.registry.services.migrations.standing import read_applied
from tenants.registry.services.schemas import create_schema, drop_schema, replay

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tenants.registry.services.migrations.standing import Applied, Key

SCHEMA = "t_scratch"


class UnknownMigrations(Exception):
    """The schema has migrations that this release does not: it was migrated by a newer one."""


@contextmanager
def scratch_at(applied: Applied, version: str) -> Iterator[BusinessRef]:
    """Enter a schema with exactly these migrations; it is gone after the block.

    The script recorded for that version makes it in an instant where it is kept; else its migrations are run.
    """
    drop_schema(SCHEMA)
    try:
        _make(applied, version)
        with enter_business(_ref()):
            yield _ref()
    finally:
        drop_schema(SCHEMA)


def _make(applied: Applied, version: str) -> None:
    create_schema(SCHEMA)
    if script := SchemaScript.objects.filter(pk=version).first():
        replay(SCHEMA, script.sql)
        with admin_session() as session:
            if read_applied(session, SCHEMA) == applied:
                return
        drop_schema(SCHEMA)
        create_schema(SCHEMA)
    with enter_business(_ref()):
        _run(applied)


def _run(applied: Applied) -> None:
    executor = MigrationExecutor(connection)
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    on_disk = executor.loader.disk_migrations
    squashed = {key for key in on_disk if _is_squashed(key, executor.loader, applied)}
    replaced = {old for key in on_disk for old in on_disk[key].replaces}
    if unknown := applied - set(on_disk) - replaced:
        names = ", ".join(f"{app}.{name}" for app, name in sorted(unknown))
        raise UnknownMigrations(f"stands at migrations that this release does not know: {names}")
    whole = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    plan = [(m, False) for m, _ in whole if (m.app_label, m.name) in applied - squashed]
    executor.migrate(None, plan=plan)
    for app, name in sorted(applied - set(executor.recorder.applied_migrations())):
        executor.recorder.record_applied(app, name)


def _is_squashed(key: Key, loader: MigrationLoader, applied: Applied) -> bool:
    """Tell whether what this migration replaces was run one by one: then it is only written down."""
    replaces = set(loader.disk_migrations[key].replaces)
    return bool(replaces) and replaces <= applied and replaces <= set(loader.disk_migrations)


def _ref() -> BusinessRef:
    return BusinessRef(id="", schema_name=SCHEMA, subdomain="", name="", state="building")
