"""What a Postgres server needs before businesses may stand on it, beyond `deploy/database/roles.sql`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
from django.conf import settings
from django.db import OperationalError

from apps.common.business import MAIN
from tenants.registry.context import enter_public
from tenants.registry.postgres.admin import admin_session
from tenants.registry.services.migrations.public import migrate_few_apps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

EXTENSIONS = frozenset({"btree_gist", "citext", "pg_trgm", "unaccent"})
_EXTENSIONS = """SELECT extname::text FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace
                 WHERE nspname = 'extensions'"""
_MAY_SET_CONFIG = """SELECT FROM pg_proc WHERE oid = 'pg_catalog.set_config(text, text, boolean)'::regprocedure
                     AND has_function_privilege(%s, oid, 'EXECUTE')"""


class NotPrepared(RuntimeError):
    """Servers that cannot hold businesses now; the message lists every reason and what to do."""

    def __init__(self, problems: Mapping[str, Iterable[str]]) -> None:
        lines = [f"- {name}: {reason}" for name, reasons in problems.items() for reason in reasons]
        super().__init__("Not every server can hold businesses:\n" + "\n".join(lines))
        self.reasons = {name: " ".join(" ".join(reasons).split()) for name, reasons in problems.items()}


def other_servers() -> list[str]:
    """Name the servers beside main."""
    return [name for name in settings.DATABASE_SERVERS if name != MAIN]


def prepare_servers(names: Iterable[str] | None = None) -> list[str]:
    """Bring the public schema of the other servers to the current migrations; return which. Again is fine.

    Runs as the administrator (`use_admin_login`). Every server is tried; after that NotPrepared tells which could not be
    reached or lack roles.sql.
    """
    wanted = other_servers() if names is None else list(names)
    problems = {name: found for name in wanted if (found := _prepare(name))}
    if problems:
        raise NotPrepared(problems)
    return wanted


def _prepare(name: str) -> list[str]:
    try:
        if problems := problems_of(name):
            return problems
        with enter_public(name):
            migrate_few_apps(0)
    except (psycopg.OperationalError, OperationalError) as error:
        return [str(error).strip()]
    return []


def problems_of(database: str) -> list[str]:
    """Return what a server lacks, in words; empty when businesses may stand on it."""
    login = settings.DATABASE_SERVERS[database].app.user
    with admin_session() as main, admin_session(database) as session:
        version, found = (server.info.server_version // 10_000 for server in (main, session))
        lacking = sorted(EXTENSIONS - {name for (name,) in session.execute(_EXTENSIONS)})
        may_set_config = session.execute(_MAY_SET_CONFIG, [login]).fetchone() is not None
    reasons = {
        f"It runs Postgres {found}, main runs {version}: statements and archives must mean the same on both.": (
            found != version
        ),
        f"Its schema `extensions` lacks {', '.join(lacking)}: run deploy/database/roles.sql in it.": bool(lacking),
        "Its login may call set_config: run deploy/database/roles.sql in it.": may_set_config,
    }
    return [reason for reason, is_so in reasons.items() if is_so]
