"""The real pool under many threads: whatever happened to a session before, the next statement is in its own business."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, cast

import pytest
from django.conf import settings
from django.db import DatabaseError, connections, transaction
from psycopg import ClientCursor

from apps.accounts.models import User
from apps.common.business import BusinessRef
from tenants.registry.context import enter_business
from tenants.registry.postgres.scope import RESTING_PATH
from tests.factories import UserFactory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tenants.registry.postgres.base import DatabaseWrapper

ALIAS, THREADS, ROUNDS, SESSIONS = "pooled", 4, 150, 2

type Step = Callable[[DatabaseWrapper, BusinessRef, BusinessRef], None]


pytestmark = pytest.mark.django_db(transaction=True, databases=["default", ALIAS])


@pytest.fixture(scope="module", autouse=True)
def pooled(django_db_setup: None) -> Iterator[None]:
    """Add the connection of production: few sessions, shared by more threads."""
    options = connections["default"].settings_dict["OPTIONS"]
    pool = {"min_size": 1, "max_size": SESSIONS, "timeout": 30}
    connections.databases[ALIAS] = {**connections.databases["default"], "OPTIONS": {**options, "pool": pool}}
    yield
    here().close_pool()
    del connections[ALIAS]
    del connections.databases[ALIAS]


def here() -> DatabaseWrapper:
    return cast("DatabaseWrapper", connections[ALIAS])


def look(wrapper: DatabaseWrapper, home: BusinessRef) -> None:
    """Ask where we are, and read a row that says the same."""
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT full_name, current_user, current_schema() FROM accounts_user")
        assert cursor.fetchall() == [(home.subdomain, home.schema_name, home.schema_name)]


def plainly(wrapper: DatabaseWrapper, home: BusinessRef, other: BusinessRef) -> None:
    look(wrapper, home)


def in_a_transaction(wrapper: DatabaseWrapper, home: BusinessRef, other: BusinessRef) -> None:
    with transaction.atomic(using=ALIAS):
        look(wrapper, home)


def after_a_rollback(wrapper: DatabaseWrapper, home: BusinessRef, other: BusinessRef) -> None:
    with transaction.atomic(using=ALIAS):
        look(wrapper, home)
        transaction.set_rollback(True, using=ALIAS)
    look(wrapper, home)


def after_a_rollback_that_began_elsewhere(wrapper: DatabaseWrapper, home: BusinessRef, other: BusinessRef) -> None:
    wrapper.set_tenant(other)
    look(wrapper, other)
    with transaction.atomic(using=ALIAS):
        wrapper.set_tenant(home)
        look(wrapper, home)
        transaction.set_rollback(True, using=ALIAS)
    look(wrapper, home)


def after_a_savepoint(wrapper: DatabaseWrapper, home: BusinessRef, other: BusinessRef) -> None:
    wrapper.set_tenant(other)
    with transaction.atomic(using=ALIAS):
        look(wrapper, other)
        with transaction.atomic(using=ALIAS):
            wrapper.set_tenant(home)
            look(wrapper, home)
            transaction.set_rollback(True, using=ALIAS)
        look(wrapper, home)


def after_an_error_in_the_first_statement(wrapper: DatabaseWrapper, home: BusinessRef, other: BusinessRef) -> None:
    with pytest.raises(DatabaseError), wrapper.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    look(wrapper, home)


def after_an_error_in_a_savepoint(wrapper: DatabaseWrapper, home: BusinessRef, other: BusinessRef) -> None:
    with transaction.atomic(using=ALIAS):
        with pytest.raises(DatabaseError), transaction.atomic(using=ALIAS), wrapper.cursor() as cursor:
            cursor.execute("SELECT * FROM no_such_table")
        look(wrapper, home)


def by_executemany(wrapper: DatabaseWrapper, home: BusinessRef, other: BusinessRef) -> None:
    with wrapper.cursor() as cursor:
        cursor.executemany(
            "UPDATE accounts_user SET time_zone = %s WHERE full_name = %s", [["UTC", home.subdomain]] * 2
        )
        assert cursor.rowcount == 2
    look(wrapper, home)


def by_a_named_cursor(wrapper: DatabaseWrapper, home: BusinessRef, other: BusinessRef) -> None:
    with transaction.atomic(using=ALIAS):
        rows = list(User.objects.using(ALIAS).values_list("full_name", flat=True).iterator(chunk_size=1))
    assert rows == [home.subdomain]


def by_copy(wrapper: DatabaseWrapper, home: BusinessRef, other: BusinessRef) -> None:
    with wrapper.cursor() as cursor, cursor.copy("COPY accounts_user (full_name) TO STDOUT") as copy:
        assert b"".join(copy).decode().strip() == home.subdomain


STEPS: list[Step] = [
    plainly,
    in_a_transaction,
    after_a_rollback,
    after_a_rollback_that_began_elsewhere,
    after_a_savepoint,
    after_an_error_in_the_first_statement,
    after_an_error_in_a_savepoint,
    by_executemany,
    by_a_named_cursor,
    by_copy,
]


@pytest.fixture
def residents(business: BusinessRef, rival: BusinessRef) -> tuple[BusinessRef, BusinessRef]:
    """One person a business, named after it."""
    for ref in (business, rival):
        with enter_business(ref):
            UserFactory(full_name=ref.subdomain)
    return business, rival


@pytest.mark.parametrize("step", STEPS)
def test_alone(step: Step, residents: tuple[BusinessRef, BusinessRef]) -> None:
    for home, other in (residents, residents[::-1], residents):
        here().set_tenant(home)
        step(here(), home, other)
        here().close()


def test_a_returned_session_is_in_no_business(business: BusinessRef) -> None:
    for _ in range(SESSIONS):
        here().set_tenant(business)
        with here().cursor() as cursor:
            cursor.execute("SELECT 1")
        here().close()
    with here().pool.connection() as one, here().pool.connection() as two:
        for raw in (one, two):
            row = ClientCursor(raw).execute("SELECT current_user, current_setting('search_path')").fetchone()
            assert row == (settings.DATABASE_APP_USER, RESTING_PATH)


def test_many_threads_alternate(residents: tuple[BusinessRef, BusinessRef]) -> None:
    start = threading.Barrier(THREADS)

    def work(seed: int) -> int:
        chance = random.Random(seed)  # noqa: S311 - the same choices on every run
        start.wait()
        done = 0
        for _ in range(ROUNDS):
            home, other = chance.sample(residents, 2)
            here().set_tenant(home)
            chance.choice(STEPS)(here(), home, other)
            here().close()
            done += 1
        return done

    with ThreadPoolExecutor(THREADS) as threads:
        assert list(threads.map(work, range(THREADS))) == [ROUNDS] * THREADS
