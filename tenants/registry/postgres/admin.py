"""The administrator's login: the only one that may make and drop schemas and roles, and migrate the public schema."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
from django.conf import settings

from tenants.registry.postgres.typed import connection

if TYPE_CHECKING:
    from collections.abc import Iterator

MAIN = "main"  # the server of the public tables


def _parameters(database: str) -> dict[str, Any]:
    login = settings.DATABASE_SERVERS[database].admin
    name = connection.settings_dict["NAME"] if database == MAIN else login.name
    given = {"dbname": name, "user": login.user, "password": login.password}
    return {**{name: value for name, value in given.items() if value}, "host": login.host, "port": login.port or None}


@contextmanager
def admin_session(database: str = MAIN, *, autocommit: bool = True) -> Iterator[psycopg.Connection[Any]]:
    """Open a short-lived session of a server's administrator, outside Django and outside the pool."""
    with psycopg.connect(**_parameters(database), autocommit=autocommit, connect_timeout=3) as session:
        yield session


def use_admin_login(database: str = MAIN) -> None:
    """Make this whole process the administrator of a server. Only for management commands that migrate."""
    login = settings.DATABASE_SERVERS[database].admin
    connection.close()
    if connection.pool:
        connection.close_pool()
    connection.settings_dict["OPTIONS"].pop("pool", None)
    connection.settings_dict.update(USER=login.user, PASSWORD=login.password, HOST=login.host, PORT=login.port)
    if database != MAIN:
        connection.settings_dict["NAME"] = login.name
