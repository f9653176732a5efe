"""The real pool under many threads: whatever happened to a session before, the next statement is in its own business."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings
from django.db import DatabaseError, DataError, IntegrityError, transaction
from psycopg import ClientCursor

from apps.accounts.models import User
from apps.common.business import BusinessRef
from tenants.registry.postgres.scope import RESTING_PATH
from tests.isolation.pooled import ALIAS, SESSIONS, here, look

if TYPE_CHECKING:
    from collections.abc import Callable

    from tenants.registry.postgres.base import DatabaseWrapper

THREADS, ROUNDS = 4, 150

type Step = Callable[[DatabaseWrapper, BusinessRef, BusinessRef], None]


pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", ALIAS]),
    pytest.mark.usefixtures("pooled"),
]


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


def after_an_error_that_nobody_told(wrapper: DatabaseWrapper, home: BusinessRef, other: BusinessRef) -> None:
    """Postgres answers COMMIT of a failed transaction by a rollback, without an error: the role goes back with it."""
    wrapper.set_tenant(other)
    look(wrapper, other)
    with transaction.atomic(using=ALIAS):
        wrapper.set_tenant(home)
        look(wrapper, home)
        with wrapper.cursor() as cursor, suppress(DatabaseError):
            cursor.execute("SELECT 1 / 0")
    look(wrapper, home)


def after_a_failed_commit(wrapper: DatabaseWrapper, home: BusinessRef, other: BusinessRef) -> None:
    wrapper.set_tenant(other)
    look(wrapper, other)
    wrapper.set_autocommit(False)
    wrapper.set_tenant(home)
    with wrapper.cursor() as cursor:
        cursor.execute("INSERT INTO auth_permission (name, codename, content_type_id) VALUES ('n', 'c', -1)")
    with pytest.raises(IntegrityError):
        wrapper.commit()
    wrapper.set_autocommit(True)
    look(wrapper, home)


def after_entering_in_a_failed_savepoint(wrapper: DatabaseWrapper, home: BusinessRef, other: BusinessRef) -> None:
    """The first statement of the business fails: its role was never taken, and the savepoint is rolled back all the same."""

    def fail_first() -> None:
        wrapper.set_tenant(home)
        with wrapper.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    wrapper.set_tenant(other)
    with transaction.atomic(using=ALIAS):
        look(wrapper, other)
        with pytest.raises(DataError):
            transaction.atomic(using=ALIAS)(fail_first)()
        look(wrapper, home)


def after_the_public_schema(wrapper: DatabaseWrapper, home: BusinessRef, other: BusinessRef) -> None:
    wrapper.set_schema_to_public()
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT count(*), current_user, current_schema() FROM tenants_tenant")
        assert cursor.fetchone() == (2, settings.DATABASE_APP_USER, "public")
    with pytest.raises(DatabaseError), wrapper.cursor() as cursor:
        cursor.execute("SELECT 1 FROM clients_client")
    wrapper.set_tenant(home)
    look(wrapper, home)


def by_streaming(wrapper: DatabaseWrapper, home: BusinessRef, other: BusinessRef) -> None:
    with wrapper.cursor() as cursor:
        assert list(cursor.stream("SELECT full_name FROM accounts_user")) == [(home.subdomain,)]


def by_async_queries(wrapper: DatabaseWrapper, home: BusinessRef, other: BusinessRef) -> None:
    async def names() -> list[str]:
        return [name async for name in User.objects.using(ALIAS).values_list("full_name", flat=True)]

    def ask() -> list[str]:
        here().set_tenant(home)
        try:
            return async_to_sync(names)()
        finally:
            here().close()

    wrapper.close()  # there are fewer sessions than threads
    # In a thread of its own: where a browser was opened, Playwright's event loop stands still in this one.
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(ask).result() == [home.subdomain]


def by_a_held_cursor(wrapper: DatabaseWrapper, home: BusinessRef, other: BusinessRef) -> None:
    rows = User.objects.using(ALIAS).values_list("full_name", flat=True).iterator(chunk_size=1)
    assert next(rows) == home.subdomain
    assert list(rows) == []


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
    after_an_error_that_nobody_told,
    after_a_failed_commit,
    after_entering_in_a_failed_savepoint,
    after_the_public_schema,
    by_streaming,
    by_async_queries,
    by_a_held_cursor,
    by_executemany,
    by_a_named_cursor,
    by_copy,
]


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
