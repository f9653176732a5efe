"""The administrator's login: the only one that may make and drop schemas and roles, and migrate the public schema."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
from django.conf import settings

from apps.common.business import MAIN
from tenants.registry.postgres.typed import connection

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MAIN", "admin_session", "use_admin_login"]


def _parameters(database: str) -> dict[str, Any]:
    login = settings.DATABASE_SERVERS[database].admin
    name = connection.main_settings["NAME"] if database == MAIN else login.name
    given = {"dbname": name, "user": login.user, "password": login.password}
    return {**{name: value for name, value in given.items() if value}, "host": login.host, "port": login.port or None}


@contextmanager
def admin_session(database: str = MAIN, *, autocommit: bool = True) -> Iterator[psycopg.Connection[Any]]:
    """Open a short-lived session of a server's administrator, outside Django and outside the pool."""
    with psycopg.connect(**_parameters(database), autocommit=autocommit, connect_timeout=3) as session:
        yield session


def use_admin_login() -> None:
    """Make this whole process the administrator, on every server. Only for management commands that migrate."""
    connection.close()
    if connection.pool:
        connection.close_pool()
    connection.main_settings["OPTIONS"].pop("pool", None)
    connection.main_settings.update(_admin_login())


@contextmanager
def as_administrator() -> Iterator[None]:
    """Make Django's connection, of this thread alone, the administrator's for the length of the block: it migrates."""
    own = connection.settings_dict
    if connection.is_admin:
        yield
        return
    connection.close()
    options = {name: value for name, value in own["OPTIONS"].items() if name != "pool"}
    connection.settings_dict = {**own, **_admin_login(), "OPTIONS": options}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = own


def _admin_login() -> dict[str, str]:
    login = settings.DATABASE_SERVERS[MAIN].admin
    return {"USER": login.user, "PASSWORD": login.password, "HOST": login.host, "PORT": login.port}
