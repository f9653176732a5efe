"""The wall behind PgBouncer in session mode, as `deploy/pgbouncer` ships it: backends go from client to client."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

import psycopg
import pytest
from django.db import connections

from tests.isolation.bouncer import bouncer, find
from tests.isolation.pooled import ALIAS, SESSIONS, here, look
from tests.isolation.test_pool import STEPS
from tests.isolation.test_sessions import LEFT_BEHIND, alive, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.common.business import BusinessRef

THREADS, ROUNDS = 4, 500
MESSES = [leave for leave, _question in LEFT_BEHIND.values()]

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", ALIAS]),
    pytest.mark.skipif(find() is None, reason="PgBouncer is not installed (Debian: apt-get install pgbouncer)"),
]


@pytest.fixture(scope="module")
def bounced(request: pytest.FixtureRequest, django_db_setup: None) -> Iterator[None]:
    """Add a connection through PgBouncer, with Django's pool where the test asks for it."""
    default = connections.databases["default"]
    options = {name: value for name, value in default["OPTIONS"].items() if name != "pool"}
    if request.param == "pooled":
        options["pool"] = {"min_size": 1, "max_size": SESSIONS, "timeout": 30}
    with bouncer(default) as own:
        connections.databases[ALIAS] = {**default, **own, "OPTIONS": options}
        yield
        here().close()
        here().close_pool()
        del connections[ALIAS]
        del connections.databases[ALIAS]


@pytest.mark.parametrize("bounced", ["alone"], indirect=True)
def test_no_client_reads_a_row_of_another_business(bounced: None, residents: tuple[BusinessRef, BusinessRef]) -> None:
    """Every round is a client of its own; it gets a backend that was in another business, or left in a mess, a moment ago."""

    def work(seed: int) -> int:
        chance = random.Random(seed)  # noqa: S311 - the same choices on every run
        for _ in range(ROUNDS):
            home, other = chance.sample(residents, 2)
            here().set_tenant(home)
            look(here(), home)
            if chance.random() < 0.2:
                chance.choice(STEPS)(here(), home, other)
            if chance.random() < 0.2:
                _leave_a_mess(chance.choice(MESSES).format(rival=other.schema_name))
            here().close()
        return ROUNDS

    with ThreadPoolExecutor(THREADS) as threads:
        assert sum(threads.map(work, range(THREADS))) == THREADS * ROUNDS


def _leave_a_mess(statement: str) -> None:
    """Get past the wall for once, and go."""
    with suppress(psycopg.Error):
        here().connection.pgconn.exec_(statement.encode())


@pytest.mark.parametrize("bounced", ["pooled"], indirect=True)
def test_the_pool_alternates_behind_it(bounced: None, residents: tuple[BusinessRef, BusinessRef]) -> None:
    for home, other in (residents, residents[::-1]) * 5:
        for step in STEPS:
            here().set_tenant(home)
            step(here(), home, other)
            here().close()


@pytest.mark.parametrize("bounced", ["pooled"], indirect=True)
def test_a_worn_session_takes_its_backend_along(bounced: None, residents: tuple[BusinessRef, BusinessRef]) -> None:
    """PgBouncer would hand the backend on, with all that it remembers."""
    one, other = residents
    serve(one, other)
    worn = _real_backend()
    assert alive(worn)
    deadline = time.monotonic() + 20
    while alive(worn) and time.monotonic() < deadline:
        serve(one)
    assert not alive(worn)


def _real_backend() -> int:
    """Return the backend behind PgBouncer that served last: PgBouncer tells clients numbers of its own."""
    with here().cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    here().close()
    return int(pid)
