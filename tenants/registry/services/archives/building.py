"""An empty schema at a wanted state of the migrations, and the way up from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.management import call_command
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from tenants.registry.context import enter_business
from tenants.registry.postgres.admin import as_administrator
from tenants.registry.services.archives.errors import BadArchive
from tenants.registry.services.schemas import create_schema, replay
from tenants.registry.services.scripts import current_script

if TYPE_CHECKING:
    from apps.common.business import BusinessRef
    from tenants.registry.services.archives.catalog import Migrations


def check_migrations(wanted: Migrations) -> None:
    """Raise BadArchive unless this product has them all and they follow from each other."""
    loader = MigrationLoader(None)
    if unknown := sorted(wanted - loader.disk_migrations.keys()):
        names = ", ".join(f"{app}.{name}" for app, name in unknown[:5])
        raise BadArchive(f"The archive is from a newer or another version of the product: it has {names}.")
    for migration in sorted(wanted):
        if missing := {node.key for node in loader.graph.node_map[migration].parents} - wanted:
            app, name = min(missing)
            raise BadArchive(f"The archive has {'.'.join(migration)} without {app}.{name} that it builds on.")


def is_current(migrations: Migrations) -> bool:
    return migrations == MigrationLoader(None).disk_migrations.keys()


def build_schema(business: BusinessRef, migrations: Migrations) -> str:
    """Make the business's schema, empty, at these migrations; return the fingerprint when they are the current ones.

    The current state is replayed from its script, milliseconds; an older one is migrated to, seconds.
    """
    create_schema(business.schema_name, database=business.database)
    if is_current(migrations):
        script = current_script()
        replay(business.schema_name, script.sql, database=business.database)
        return script.fingerprint
    with as_administrator(), enter_business(business):
        executor = MigrationExecutor(connection)
        executor.migrate(_last_of(migrations, executor.loader))
    return ""


def migrate_up(business: BusinessRef) -> str:
    """Run the migrations that a business still lacks; return the fingerprint it stands at then."""
    with as_administrator(), enter_business(business):
        call_command(MigrateCommand(), verbosity=0, interactive=False)
    return current_script().fingerprint


def _last_of(migrations: Migrations, loader: MigrationLoader) -> list[tuple[str, str]]:
    """Return those that no other of them builds on: naming a parent after its child would mean going back to it."""
    nodes = loader.graph.node_map
    return sorted(key for key in migrations if not {child.key for child in nodes[key].children} & migrations)
