from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
import redis

from deploy.local.borrowed import PREFIX, Room, in_database, numbered, own_database, own_redis
from deploy.local.console import Refusal
from deploy.local.layout import DataDirectory
from deploy.local.postgres import SUPERUSER, Postgres
from tests.local.test_postgres import running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.enable_socket


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lender") / "data"


@pytest.fixture(scope="module")
def lender(root: Path) -> Iterator[dict[str, str]]:
    """Services of somebody else, with data in them."""
    with running(root) as (_, addresses):
        yield addresses


@pytest.fixture
def superuser(root: Path, lender: dict[str, str]) -> str:
    return Postgres(data=DataDirectory(root)).url(SUPERUSER)


def databases_and_roles(url: str) -> set[str]:
    names = "SELECT datname FROM pg_database UNION ALL SELECT rolname FROM pg_roles"
    with psycopg.connect(url) as session:
        return {name for (name,) in session.execute(names)}


def test_a_run_has_a_database_of_its_own_and_leaves_nothing(superuser: str) -> None:
    before = databases_and_roles(superuser)
    with own_database(superuser) as own:
        with psycopg.connect(own["DATABASE_ADMIN_URL"], autocommit=True) as admin:
            assert admin.info.dbname.startswith(PREFIX)
            admin.execute(f"CREATE DATABASE {admin.info.dbname}_worker")
            admin.execute("CREATE ROLE t_00000000000a NOLOGIN")
            admin.execute("CREATE SCHEMA t_00000000000a AUTHORIZATION t_00000000000a")
        with psycopg.connect(own["DATABASE_URL"]) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("SELECT set_config('role', 'none', false)")
        assert len(databases_and_roles(superuser) - before) == 5
    assert databases_and_roles(superuser) == before


def test_what_a_killed_run_left_is_dropped_by_the_next(superuser: str) -> None:
    before = databases_and_roles(superuser)
    left = Room(url=superuser, token="0badc0de")
    left.addresses()
    with own_database(superuser) as running_one:
        assert left.name not in databases_and_roles(superuser)
        with own_database(superuser):
            psycopg.connect(running_one["DATABASE_URL"]).close()
    assert databases_and_roles(superuser) == before


def test_a_login_without_the_right_is_told_which(lender: dict[str, str]) -> None:
    with (
        pytest.raises(Refusal, match="mecto_admin of DATABASE_ADMIN_URL lacks the right SUPERUSER"),
        own_database(lender["DATABASE_ADMIN_URL"]),
    ):
        pass


def test_a_server_that_is_away_is_told(superuser: str) -> None:
    with (
        pytest.raises(Refusal, match=r"DATABASE_ADMIN_URL .* does not exist"),
        own_database(in_database(superuser, "x")),
    ):
        pass
    with pytest.raises(Refusal, match="REDIS_URL: Error"), own_redis("redis://127.0.0.1:1/0"):
        pass


def test_numbers_of_redis_with_somebodys_data_are_left_alone(lender: dict[str, str]) -> None:
    clients = [redis.Redis.from_url(numbered(lender["REDIS_URL"], number)) for number in range(4)]
    clients[0].set("theirs", 0)
    clients[1].set("theirs", 1)
    with own_redis(lender["REDIS_URL"]) as one, own_redis(lender["REDIS_URL"]) as two:
        assert (one, two) == (numbered(lender["REDIS_URL"], 2), numbered(lender["REDIS_URL"], 3))
        clients[2].set("ours", 2)
    assert [client.keys() for client in clients] == [[b"theirs"], [b"theirs"], [], []]
    for client in clients:
        client.close()


def test_a_full_redis_is_told(lender: dict[str, str]) -> None:
    clients = [redis.Redis.from_url(numbered(lender["REDIS_URL"], number)) for number in range(1, 16)]
    for client in clients:
        client.set("theirs", 1)
    with pytest.raises(Refusal, match="no empty numbered database left"), own_redis(lender["REDIS_URL"]):
        pass
    for client in clients:
        client.flushdb()
        client.close()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("redis://:secret@cache:6379/0", "redis://:secret@cache:6379/3"),
        ("rediss://cache", "rediss://cache/3"),
        ("unix:///run/redis.sock?db=1", "unix:///run/redis.sock?db=3"),
    ],
)
def test_another_number_of_the_same_server(url: str, expected: str) -> None:
    assert numbered(url, 3) == expected
