"""The public schema: Django's own migrate when something is missing there, and the rights of the application's login."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings
from django.core.management.commands.migrate import Command as MigrateCommand
from django.core.management.sql import emit_pre_migrate_signal
from django.db import connection, router
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

_GRANTED = """
SELECT bool_and(CASE relkind WHEN 'S' THEN has_sequence_privilege(%(login)s, c.oid, 'USAGE')
    ELSE has_table_privilege(%(login)s, c.oid, 'SELECT') AND has_table_privilege(%(login)s, c.oid, 'INSERT')
         AND has_table_privilege(%(login)s, c.oid, 'UPDATE') AND has_table_privilege(%(login)s, c.oid, 'DELETE') END)
FROM pg_depend JOIN pg_class c ON c.oid = objid
WHERE refclassid = 'pg_namespace'::regclass AND refobjid = 'public'::regnamespace AND classid = 'pg_class'::regclass
AND relkind IN ('r', 'p', 'S') AND relowner = current_user::regrole
"""


def migrate_public(verbosity: int) -> None:
    """Bring the public schema, which the connection is in, to this release; the application's login may use it then."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.django_migrations')")
        is_new = cursor.fetchone()[0] is None
    if is_new or _missing():
        migrate_few_apps(verbosity)
        grant_public_tables()
    elif not _is_granted():
        grant_public_tables()


def _missing() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM public.django_migrations")
        applied = set(cursor.fetchall())
    return bool(set(MigrationLoader(None).graph.nodes) - applied)


def _is_granted() -> bool:
    """Tell whether an earlier run came as far as the grants."""
    with connection.cursor() as cursor:
        cursor.execute(_GRANTED, {"login": settings.DATABASE_APP_USER})
        return bool(cursor.fetchone()[0])


def migrate_few_apps(verbosity: int) -> None:
    """Do what Django's own migrate does where the routers let only some apps have tables, without its work for the others.

    Django renders the models of every app anew for each migration, also where it may then do nothing. Of the others it is
    written down that they ran, as Django does. Again is fine, also after a kill.
    """
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan([leaf for leaf in executor.loader.graph.leaf_nodes() if _may_have_tables(leaf[0])])
    if plan:
        state = executor.migrate(None, plan=[])
        emit_pre_migrate_signal(verbosity=0, interactive=False, db=connection.alias, apps=state.apps, plan=plan)
        executor.migrate(None, plan=plan, state=state.clone())
        executor.loader.build_graph()
    executor.recorder.ensure_schema()
    for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        executor.record_migration(migration.app_label, migration.name)
    migrate_here(verbosity)  # which finds nothing left, and makes content types and permissions


def _may_have_tables(app_label: str) -> bool:
    """Tell whether the routers let the app do anything here; every operation asks them again for itself."""
    alias, models = connection.alias, apps.get_app_config(app_label).get_models(include_auto_created=True)
    return router.allow_migrate(alias, app_label) or any(router.allow_migrate_model(alias, model) for model in models)


def migrate_here(verbosity: int) -> None:
    """Run Django's own migrate in the schema that the connection is in."""
    command = MigrateCommand()
    options = command.create_parser("manage.py", "migrate").parse_args([])
    command.execute(**{**vars(options), "verbosity": verbosity, "interactive": False, "skip_checks": True})


def grant_public_tables() -> None:
    """Let the application's login use the public tables. It owns none of them and can make none."""
    login = sql.Identifier(settings.DATABASE_APP_USER)
    statements = (
        "GRANT USAGE ON SCHEMA public TO {}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}",
    )
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(sql.SQL(statement).format(login))
