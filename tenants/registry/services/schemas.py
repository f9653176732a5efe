"""A schema, its role, and who may enter: the wall, built and torn down by the administrator's login."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from psycopg import sql

from tenants.registry.postgres.admin import MAIN, admin_session
from tenants.registry.postgres.scope import UnsafeSchemaName, scope_sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg import Connection

PREFIX = "t_"


def create_schema(schema_name: str, *, database: str = MAIN) -> None:
    """Make the schema, owned by a NOLOGIN role of the same name that the application's login may become.

    The role can do nothing elsewhere: it inherits nothing, and `public` holds one table it may touch.
    """
    with admin_session(database) as session, session.transaction():
        _create(session, schema_name, database)


def replay(schema_name: str, script: str, *, database: str = MAIN) -> None:
    """Run a recorded script in the schema, under its role, in one message and one transaction."""
    with admin_session(database) as session, session.transaction():
        _replay(session, schema_name, script)


def build_schema(session: Connection[Any], schema_name: str, script: str, *, database: str = MAIN) -> None:
    """Make the schema and all that the script puts in it, in one transaction: whole, or not there at all.

    What an earlier attempt left under the name goes first. The administrator's session is free for the next one after.
    """
    with session.transaction():
        _drop(session, schema_name)
        _create(session, schema_name, database)
        _replay(session, schema_name, script)


def build_gently(
    session: Connection[Any], schema_name: str, pieces: Sequence[str], *, rest: float, database: str = MAIN
) -> None:
    """Make the same in many small transactions with a rest of so many seconds after each; it is on the disk at the end.

    Nobody else waits meanwhile for a processor, for the disk, or to hear of a thousand new tables and indexes at once. Whoever is killed
    in here leaves part of a schema: the caller must have written its name down.
    """
    with session.transaction():
        _drop(session, schema_name)
        _create(session, schema_name, database)
    session.execute("SET synchronous_commit TO off")
    for number, piece in enumerate(pieces, 1):
        time.sleep(rest)
        if number == len(pieces):  # a commit that waits for the disk waits for those before it too
            session.execute("RESET synchronous_commit")
        with session.transaction():
            _replay(session, schema_name, piece)


def drop_schema(schema_name: str, *, database: str = MAIN) -> None:
    """Remove the schema with everything in it, and its role. Nothing happens when they do not exist."""
    with admin_session(database) as session:
        drop_schema_in(session, schema_name)


def drop_schema_in(session: Connection[Any], schema_name: str) -> None:
    """Do what `drop_schema` does, in an administrator's session that is open."""
    with session.transaction():
        _drop(session, schema_name)


def _create(session: Connection[Any], schema_name: str, database: str) -> None:
    name = _checked(schema_name)
    session.execute(sql.SQL("CREATE ROLE {} NOLOGIN NOINHERIT").format(name))
    server = settings.DATABASE_SERVERS[database]
    for login in (server.admin.user, server.app.user):
        grant = sql.SQL("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE")
        session.execute(grant.format(name, sql.Identifier(login)))
    session.execute(sql.SQL("CREATE SCHEMA {} AUTHORIZATION {}").format(name, name))


def _replay(session: Connection[Any], schema_name: str, script: str) -> None:
    session.execute(f"{scope_sql(schema_name)}{script}; RESET ROLE; RESET search_path".encode())


def _drop(session: Connection[Any], schema_name: str) -> None:
    name = _checked(schema_name)
    if _exists(session, "SELECT FROM pg_namespace WHERE nspname = %s", schema_name):
        session.execute(sql.SQL("SET LOCAL ROLE {}").format(name))
        session.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(name))
        session.execute("RESET ROLE")
    if _exists(session, "SELECT FROM pg_roles WHERE rolname = %s", schema_name):
        session.execute(sql.SQL("DROP ROLE {}").format(name))


def _checked(schema_name: str) -> sql.Identifier:
    """Refuse a name that provisioning does not give: one that needs quoting, or that is somebody else's."""
    scope_sql(schema_name)
    if not schema_name.startswith(PREFIX):
        raise UnsafeSchemaName(schema_name)
    return sql.Identifier(schema_name)


def _exists(session: Connection[Any], query: str, name: str) -> bool:
    return session.execute(query.encode(), [name]).fetchone() is not None
