"""A schema, its role, and who may enter: the wall, built and torn down by the administrator's login."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from psycopg import sql

from tenants.registry.postgres.admin import MAIN, admin_session
from tenants.registry.postgres.scope import scope_sql

if TYPE_CHECKING:
    from psycopg import Connection


def create_schema(schema_name: str, *, database: str = MAIN) -> None:
    """Make the schema, owned by a NOLOGIN role of the same name that the application's login may become.

    The role can do nothing elsewhere: it inherits nothing, and `public` holds one table it may touch.
    """
    scope_sql(schema_name)  # refuses a name that is not ours
    with admin_session(database, autocommit=False) as session:
        name = sql.Identifier(schema_name)
        session.execute(sql.SQL("CREATE ROLE {} NOLOGIN NOINHERIT").format(name))
        for login in (settings.DATABASE_SERVERS[database].admin.user, settings.DATABASE_SERVERS[database].app.user):
            grant = sql.SQL("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE")
            session.execute(grant.format(name, sql.Identifier(login)))
        session.execute(sql.SQL("CREATE SCHEMA {} AUTHORIZATION {}").format(name, name))


def replay(schema_name: str, script: str, *, database: str = MAIN) -> None:
    """Run a recorded script in the schema, under its role, in one message and one transaction."""
    with admin_session(database, autocommit=False) as session:
        session.execute((scope_sql(schema_name) + script).encode())


def drop_schema(schema_name: str, *, database: str = MAIN) -> None:
    """Remove the schema with everything in it, and its role. Nothing happens when they do not exist."""
    scope_sql(schema_name)
    with admin_session(database, autocommit=False) as session:
        if _exists(session, "SELECT FROM pg_namespace WHERE nspname = %s", schema_name):
            session.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(schema_name)))
            session.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema_name)))
            session.execute("RESET ROLE")
        if _exists(session, "SELECT FROM pg_roles WHERE rolname = %s", schema_name):
            session.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(schema_name)))


def _exists(session: Connection[Any], query: str, name: str) -> bool:
    return session.execute(query.encode(), [name]).fetchone() is not None
