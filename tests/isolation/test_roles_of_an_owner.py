"""`roles.sql` run by the owner of a database who is no superuser, as managed Postgres services have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from deploy.local.borrowed import in_database
from deploy.local.postgres import ADMIN, APP, ROLES, SUPERUSER
from tests.tenants.servers.conftest import bare_east

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.harness.second_server import SecondServer

__all__ = ["bare_east"]

DATABASE, OWNER, PASSWORD = "managed", "provided", "of-no-secret"
LOGINS = {ADMIN: "managed_admin", APP: "managed_app"}
MAY_LEAVE = "SELECT has_function_privilege('managed_app', 'pg_catalog.set_config(text, text, boolean)', 'EXECUTE')"


def script() -> bytes:
    """Return roles.sql for logins of other names: the server has ours already."""
    text = ROLES.read_text(encoding="utf-8")
    for name, own in LOGINS.items():
        text = text.replace(name, own)
    return text.encode()


@pytest.fixture(scope="module")
def superuser(bare_east: SecondServer) -> Iterator[str]:
    """Make the database with its owner; give the address of the superuser."""
    url = bare_east.postgres.url(SUPERUSER)
    with psycopg.connect(url, autocommit=True) as session:
        session.execute(f"CREATE ROLE {OWNER} LOGIN CREATEROLE CREATEDB PASSWORD '{PASSWORD}'".encode())
        session.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}".encode())
    yield in_database(url, DATABASE)
    with psycopg.connect(url, autocommit=True) as session:
        session.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)".encode())
        for role in (*LOGINS.values(), OWNER):
            session.execute(f"DROP ROLE {role}".encode())


def as_login(superuser: str, login: str, **options: Any) -> psycopg.Connection[Any]:
    """Open a session of one of the logins, which all have the one password here."""
    with psycopg.connect(superuser, autocommit=True) as session:
        session.execute(f"ALTER ROLE {login} PASSWORD '{PASSWORD}'".encode())
    return psycopg.connect(superuser, user=login, password=PASSWORD, autocommit=True, **options)


def test_an_owner_runs_it_and_is_told_what_is_missing(superuser: str) -> None:
    told: list[str | None] = []
    for _ in range(2):
        with as_login(superuser, OWNER) as session:
            session.add_notice_handler(lambda notice: told.append(notice.message_primary))
            session.execute(script())
            assert session.execute(MAY_LEAVE).fetchone() == (True,)
        assert (
            told[-1]
            == "Rights on pg_catalog could not be taken from everybody: a superuser has to run roles.sql in this database"
        )
    with as_login(superuser, LOGINS[ADMIN]) as session:
        rights = "SELECT rolsuper, rolbypassrls, rolreplication, rolcreaterole FROM pg_roles WHERE rolname = ANY(%s) ORDER BY rolname"
        rows = session.execute(rights.encode(), [list(LOGINS.values())]).fetchall()
        assert rows == [(False, False, False, True), (False, False, False, False)]
        for statement in (
            "CREATE ROLE t_managed NOLOGIN NOINHERIT",
            f"GRANT t_managed TO {LOGINS[APP]} WITH INHERIT FALSE, SET TRUE",
            "CREATE SCHEMA t_managed AUTHORIZATION t_managed",
            "CREATE TABLE public.platform (id integer)",
        ):
            session.execute(statement.encode())
    with as_login(superuser, LOGINS[APP]) as session:
        assert session.execute("SELECT count(*) FROM public.platform").fetchone() == (0,)
        session.execute("SET ROLE t_managed; CREATE TABLE notes (text extensions.citext)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute("SELECT FROM public.platform")
    with as_login(superuser, LOGINS[ADMIN]) as session:
        session.execute("SET ROLE t_managed; DROP SCHEMA t_managed CASCADE; RESET ROLE; DROP ROLE t_managed")


def test_a_superuser_completes_the_wall(superuser: str) -> None:
    told: list[str | None] = []
    with psycopg.connect(superuser, autocommit=True) as session:
        session.add_notice_handler(lambda notice: told.append(notice.severity))
        session.execute(script())
        assert session.execute(MAY_LEAVE).fetchone() == (False,)
    assert "WARNING" not in told
