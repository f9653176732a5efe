"""What a Postgres server needs before businesses may stand on it, beyond `deploy/database/roles.sql`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.migrate import Command as MigrateCommand

from apps.common.business import MAIN
from tenants.registry.context import enter_public
from tenants.registry.postgres.admin import admin_session

if TYPE_CHECKING:
    from collections.abc import Iterable

EXTENSIONS = frozenset({"btree_gist", "citext", "pg_trgm", "unaccent"})
_FOUND = """SELECT current_setting('server_version_num')::int / 10000,
                   ARRAY(SELECT extname::text FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace
                         WHERE nspname = 'extensions'),
                   has_function_privilege(%s, 'pg_catalog.set_config(text, text, boolean)', 'EXECUTE')"""


class NotPrepared(RuntimeError):
    """The server cannot hold businesses; the message lists every reason and what to do."""


def other_servers() -> list[str]:
    """Name the servers beside main."""
    return [name for name in settings.DATABASE_SERVERS if name != MAIN]


def prepare_servers(names: Iterable[str] | None = None) -> list[str]:
    """Bring the public schema of the other servers to the current migrations; return which. Again is fine.

    Runs as the administrator (`use_admin_login`). Raises NotPrepared for a server without roles.sql.
    """
    prepared = other_servers() if names is None else list(names)
    for name in prepared:
        if problems := problems_of(name):
            message = f"Server {name!r} cannot hold businesses:\n- " + "\n- ".join(problems)
            raise NotPrepared(message)
        with enter_public(name):
            call_command(MigrateCommand(), verbosity=0, interactive=False)
    return prepared


def problems_of(database: str) -> list[str]:
    """Return what a server lacks, in words; empty when businesses may stand on it."""
    with admin_session() as session:
        version = session.info.server_version // 10_000
    with admin_session(database) as session:
        row = session.execute(_FOUND, [settings.DATABASE_SERVERS[database].app.user]).fetchone()
    assert row is not None  # a SELECT without FROM has one row
    found, extensions, may_set_config = row
    lacking = sorted(EXTENSIONS - set(extensions))
    reasons = {
        f"It runs Postgres {found}, main runs {version}: statements and archives must mean the same on both.": (
            found != version
        ),
        f"Its schema `extensions` lacks {', '.join(lacking)}: run deploy/database/roles.sql in it.": bool(lacking),
        "Its login may call set_config: run deploy/database/roles.sql in it.": bool(may_set_config),
    }
    return [reason for reason, is_so in reasons.items() if is_so]
