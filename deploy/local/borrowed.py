"""Room of our own on services that were given: a database with two logins, numbered databases of Redis. All of it is gone afterwards."""

from __future__ import annotations

import re
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis
from psycopg import sql

from deploy.local.console import Refusal
from deploy.local.postgres import ADMIN, APP, ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = "mecto_tests_"
OLDEST = 17
CREATE = """
CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'
"""
# Long enough for any run; after this a killed run's claim is void.
CLAIM_SECONDS = 6 * 3600


@dataclass(frozen=True, kw_only=True)
class Room:
    """A database and its logins; everything that is made beside it begins with its name."""

    url: str
    token: str

    @property
    def name(self) -> str:
        """Name the database; logins and further databases have it in front of theirs."""
        return PREFIX + self.token

    def addresses(self) -> dict[str, str]:
        """Make the database and its logins; answer with the variables that name them."""
        passwords = {login: secrets.token_urlsafe(24) for login in (ADMIN, APP)}
        with connect(self.url) as session:
            session.execute(sql.SQL(CREATE).format(sql.Identifier(self.name)))
        with connect(in_database(self.url, self.name)) as session:
            session.execute(self._own(ROLES.read_text(encoding="utf-8")).encode())
            for login, password in passwords.items():
                statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
                session.execute(statement.format(sql.Identifier(self._own(login)), password))
            # The test harness makes a database a worker.
            session.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(self._own(ADMIN))))
        return {
            "DATABASE_URL": self._address(APP, passwords[APP]),
            "DATABASE_ADMIN_URL": self._address(ADMIN, passwords[ADMIN]),
        }

    def clear(self, session: psycopg.Connection[Any]) -> None:
        """Drop the databases, the businesses' roles that our administrator made, and the logins."""
        for (database,) in session.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self.name]
        ):
            session.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))
        made = """
            SELECT rolname FROM pg_roles WHERE starts_with(rolname, %(name)s) OR oid IN (
                SELECT roleid FROM pg_auth_members JOIN pg_roles AS maker ON maker.oid = member
                WHERE maker.rolname = %(admin)s AND admin_option)
        """
        for (role,) in session.execute(made, {"name": self.name, "admin": self._own(ADMIN)}).fetchall():
            session.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))

    def _own(self, text: str) -> str:
        """Replace the logins of roles.sql by ours: those of the server may be somebody's."""
        return text.replace(ADMIN, f"{self.name}_admin").replace(APP, f"{self.name}_app")

    def _address(self, login: str, password: str) -> str:
        parts = urlsplit(in_database(self.url, self.name))
        host = parts.netloc.rpartition("@")[2]
        return urlunsplit(parts._replace(netloc=f"{self._own(login)}:{password}@{host}"))


@contextmanager
def own_database(url: str) -> Iterator[dict[str, str]]:
    """Give the variables of a database that is ours alone, on the server of this superuser's address."""
    with connect(url) as session:
        _refuse_unless_fit(session)
        _sweep(session, url)
        room = Room(url=url, token=secrets.token_hex(4))
        session.execute("SELECT pg_advisory_lock(%s)", [_lock(room.token)])
        try:
            yield room.addresses()
        finally:
            room.clear(session)


def connect(url: str) -> psycopg.Connection[Any]:
    """Open a session that commits each statement."""
    try:
        return psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.Error as error:
        message = f"DATABASE_ADMIN_URL (or DATABASE_URL, when it is alone): {str(error).strip()}"
        raise Refusal(message) from error


def in_database(url: str, name: str) -> str:
    """Return the address of another database of the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _refuse_unless_fit(session: psycopg.Connection[Any]) -> None:
    if session.info.server_version < OLDEST * 10_000:
        found = session.info.parameter_status("server_version")
        message = f"The Postgres of DATABASE_ADMIN_URL is {found}; {OLDEST} or later is needed."
        raise Refusal(message)
    row = session.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if row != (True,):
        message = (
            f"The login {session.info.user} of DATABASE_ADMIN_URL lacks the right SUPERUSER. This command works in a database and "
            "with logins of its own, makes them as deploy/database/roles.sql does, and drops them at the end; it does not touch "
            "the database that the address names. Name a superuser, or give no DATABASE_URL to use the embedded Postgres."
        )
        raise Refusal(message)


def _sweep(session: psycopg.Connection[Any], url: str) -> None:
    """Drop what killed runs left: nobody holds their lock any more."""
    names = session.execute("SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)", [PREFIX]).fetchall()
    for token in {found[1] for (name,) in names if (found := re.match(PREFIX + "([0-9a-f]{8})_", name))}:
        if session.execute("SELECT pg_try_advisory_lock(%s)", [_lock(token)]).fetchone() == (True,):
            Room(url=url, token=token).clear(session)
            session.execute("SELECT pg_advisory_unlock(%s)", [_lock(token)])


def _lock(token: str) -> int:
    return int(token, 16)


@contextmanager
def own_redis(url: str) -> Iterator[str]:
    """Give the address of a numbered database that was empty and is ours until the end; emptied then."""
    with redis.Redis.from_url(numbered(url, 0)) as board:
        number = next((number for number in _numbers(board) if _claim(board, url, number)), None)
        if number is None:
            message = "REDIS_URL: the server has no empty numbered database left. Empty one, or give no REDIS_URL."
            raise Refusal(message)
        try:
            yield numbered(url, number)
        finally:
            with redis.Redis.from_url(numbered(url, number)) as own:
                own.flushdb()
            board.delete(_note(number))


def numbered(url: str, number: int) -> str:
    """Return the address of another numbered database of the same server."""
    if url.startswith("unix:"):
        return f"{url.partition('?')[0]}?db={number}"
    return urlunsplit(urlsplit(url)._replace(path=f"/{number}"))


def _numbers(board: redis.Redis) -> range:
    """Number 0 is everybody's first choice: it is left alone, but for the notes of who claims which."""
    try:
        answer = cast("dict[str, str]", board.config_get("databases"))  # its type allows for an awaitable
        return range(1, int(answer["databases"]))
    except redis.ConnectionError as error:
        message = f"REDIS_URL: {error}"
        raise Refusal(message) from error
    except redis.ResponseError:  # CONFIG is not for everybody
        return range(1, 16)


def _claim(board: redis.Redis, url: str, number: int) -> bool:
    if not board.set(_note(number), 1, nx=True, ex=CLAIM_SECONDS):
        return False
    with redis.Redis.from_url(numbered(url, number)) as own:
        if own.dbsize() == 0:
            return True
    board.delete(_note(number))
    return False


def _note(number: int) -> str:
    return f"mecto-tests:claimed:{number}"
