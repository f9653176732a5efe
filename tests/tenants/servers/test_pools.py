"""Sessions of each server come from a bounded pool of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, cast

import pytest
from django.db import OperationalError, connections, transaction

from apps.accounts.models import User
from tenants.registry.postgres.admin import admin_session
from tenants.registry.postgres.servers import _POOLS, breaker
from tests.harness.second_server import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.common.business import BusinessRef
    from tenants.registry.postgres.base import DatabaseWrapper

ALIAS, THREADS, ROUNDS, SESSIONS = "pooled", 6, 60, 2

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", ALIAS])


@pytest.fixture(scope="module", autouse=True)
def pooled(django_db_setup: None) -> Iterator[None]:
    """Add the connection of production: few sessions, shared by more threads."""
    options = connections["default"].settings_dict["OPTIONS"]
    pool = {"min_size": 0, "max_size": SESSIONS, "timeout": 30}
    connections.databases[ALIAS] = {**connections.databases["default"], "OPTIONS": {**options, "pool": pool}}
    yield
    for pools in _POOLS.values():
        if found := pools.pop(ALIAS, None):
            found.close()
    del connections[ALIAS]
    del connections.databases[ALIAS]


def here() -> DatabaseWrapper:
    return cast("DatabaseWrapper", connections[ALIAS])


def sessions_on(database: str) -> int:
    with admin_session(database) as session:
        query = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'mecto_app' AND datname = current_database()"
        row = session.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def test_each_server_has_a_bounded_pool_and_nothing_is_mixed_up(eastern: BusinessRef, western: BusinessRef) -> None:
    homes = {eastern: "Eastern-Gym", western: "Western-Gym"}
    connections["default"].close()

    def work(seed: int) -> int:
        for number in range(ROUNDS):
            home = (eastern, western)[(seed + number) % 2]
            here().set_tenant(home)
            with transaction.atomic(using=ALIAS):
                assert User.objects.using(ALIAS).get().full_name == homes[home]
            if number % 7 == 0:
                here().set_schema_to_public()
        here().set_schema_to_public()
        here().close()
        return ROUNDS

    with ThreadPoolExecutor(THREADS) as threads:
        assert sum(threads.map(work, range(THREADS))) == THREADS * ROUNDS
    assert sessions_on(NAME) in {1, SESSIONS}
    assert sessions_on("main") in {1, SESSIONS}
    assert {name: set(pools) for name, pools in _POOLS.items() if ALIAS in pools} == {"main": {ALIAS}, NAME: {ALIAS}}


def test_leaving_gives_the_session_back(eastern: BusinessRef) -> None:
    here().set_tenant(eastern)
    assert User.objects.using(ALIAS).count() == 1
    pool = _POOLS[NAME][ALIAS]
    waiting = pool.get_stats()["pool_available"]
    here().set_schema_to_public()
    assert pool.get_stats()["pool_available"] == waiting + 1
    assert here().connection is None, "no session of main is borrowed before a statement needs one"


def test_a_busy_pool_is_not_a_server_that_is_away(eastern: BusinessRef) -> None:
    here().set_tenant(eastern)
    assert User.objects.using(ALIAS).count() == 1
    pool = _POOLS[NAME][ALIAS]
    busy = [pool.getconn() for _ in range(SESSIONS - 1)]
    pool.timeout = 0.2

    def late() -> None:
        here().set_tenant(eastern)
        with pytest.raises(OperationalError, match="couldn't get a connection"):
            User.objects.using(ALIAS).count()

    try:
        with ThreadPoolExecutor(1) as threads:
            threads.submit(late).result()
    finally:
        pool.timeout = 30
        for session in busy:
            pool.putconn(session)
        here().set_schema_to_public()
    assert breaker.away() == []
