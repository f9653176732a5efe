"""Sessions of the pool: nothing is left in them, and they are replaced when they have served enough."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from psycopg import ClientCursor, Connection
from psycopg.pq import TransactionStatus
from psycopg_pool.pool import AddConnection

from tenants.registry.postgres.admin import admin_session
from tenants.registry.postgres.cursor import UnscopedCursor
from tenants.registry.postgres.session import Session
from tests.isolation.pooled import ALIAS, SESSIONS, here, look

if TYPE_CHECKING:
    from apps.common.business import BusinessRef

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", ALIAS]),
    pytest.mark.usefixtures("pooled"),
]

LEFT_BEHIND = {
    "a role": ("SET ROLE {rival}", "SELECT current_user = '{business}'"),
    "a path": ("SET search_path TO {rival}", "SELECT current_setting('search_path') = '\"$user\", extensions'"),
    "a prepared statement": ("PREPARE left AS SELECT 1", "SELECT NOT EXISTS (SELECT FROM pg_prepared_statements)"),
    "a held cursor": (
        "DECLARE left CURSOR WITH HOLD FOR SELECT 1",
        "SELECT NOT EXISTS (SELECT FROM pg_cursors WHERE is_holdable)",
    ),
    "a channel": ("LISTEN left_channel", "SELECT NOT EXISTS (SELECT pg_listening_channels())"),
    "a setting": ("SET statement_timeout TO 1234", "SELECT current_setting('statement_timeout') = '0'"),
    "a setting by a function": (
        "SELECT extensions.set_limit(0.9)",
        "SELECT current_setting('pg_trgm.similarity_threshold', true) IS DISTINCT FROM '0.9'",
    ),
    "an open transaction": ("BEGIN", "SELECT now() = statement_timestamp()"),
    "a failed transaction": ("BEGIN; SELECT FROM no_such_table", "SELECT now() = statement_timestamp()"),
}


@pytest.mark.parametrize("what", LEFT_BEHIND)
def test_nothing_is_left_for_the_next_borrower(what: str, business: BusinessRef, rival: BusinessRef) -> None:
    """Whatever got past the wall before; our own code leaves none of this."""
    leave, is_gone = LEFT_BEHIND[what]
    here().set_tenant(business)
    here().ensure_connection()
    pid = here().connection.info.backend_pid
    here().connection.pgconn.exec_(leave.format(rival=rival.schema_name).encode())
    here().close()
    seen = set()
    while pid not in seen:
        here().ensure_connection()
        seen.add(here().connection.info.backend_pid)
        question = is_gone.format(business=business.schema_name)
        assert ClientCursor(here().connection).execute(question).fetchone() == (True,)
        here().close()


def test_a_raw_session_takes_nobody_into_a_business(business: BusinessRef) -> None:
    """The driver's own connection knows no business: its cursors raise rather than be somewhere."""
    here().set_tenant(business)
    here().ensure_connection()
    raw = here().connection
    for send in (raw.execute, raw.cursor().execute, raw.cursor().copy, raw.cursor().stream):
        with pytest.raises(UnscopedCursor):
            send("SELECT 1")
    with pytest.raises(UnscopedCursor):
        raw.cursor().executemany("SELECT 1", [[]])
    with raw.cursor("named", scrollable=False, withhold=True) as named, pytest.raises(UnscopedCursor):
        named.execute("SELECT 1")
    here().close()


def serve(*homes: BusinessRef) -> int:
    """Serve them one after the other in one borrowed session that may serve two; return its backend."""
    for home in homes:
        here().set_tenant(home)
        look(here(), home)
    pid: int = here().connection.info.backend_pid
    here().connection.enough = 2
    here().close()
    return pid


def test_a_session_is_replaced_when_it_has_served_enough(residents: tuple[BusinessRef, BusinessRef]) -> None:
    here().close_pool()  # others have used its sessions
    one, other = residents
    assert serve(one) in {serve(one) for _ in range(SESSIONS + 1)}  # one business, however often, wears nothing out
    worn = serve(one, other)
    deadline = time.monotonic() + 20
    while alive(worn) and time.monotonic() < deadline:
        serve(one)
    assert not alive(worn)
    assert worn not in {serve(one) for _ in range(2 * SESSIONS)}
    stats = here().pool.get_stats()
    assert stats["pool_size"] <= SESSIONS
    assert stats.get("returns_bad", 0) == 0


def test_nobody_waits_for_the_successor(
    residents: tuple[BusinessRef, BusinessRef], monkeypatch: pytest.MonkeyPatch
) -> None:
    here().close_pool()
    may_open = threading.Event()
    standing = {serve(residents[0]) for _ in range(3 * SESSIONS)}
    add = AddConnection._run

    def open_late(task: AddConnection, pool: Any) -> None:
        assert may_open.wait(20)
        add(task, pool)

    monkeypatch.setattr(AddConnection, "_run", open_late)
    worn = {serve(*residents) for _ in range(3)}
    assert worn <= standing
    may_open.set()
    deadline = time.monotonic() + 20
    while any(map(alive, worn)) and time.monotonic() < deadline:
        serve(residents[0])
    assert not any(map(alive, worn))


def alive(pid: int) -> bool:
    with admin_session() as session:
        return session.execute("SELECT FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone() is not None


def test_a_worn_session_ends_inside_a_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """PgBouncer closes the backend of such a client, and hands on that of any other."""
    ended: list[TransactionStatus] = []
    close = Connection.close

    def spy(session: Connection[Any]) -> None:
        ended.append(session.info.transaction_status)
        close(session)

    monkeypatch.setattr(Connection, "close", spy)
    for businesses in (set(), {"t_one"}):
        session = Session.connect(**here().get_connection_params(), autocommit=True)
        session.enough, session.businesses = 1, businesses
        session.close()
    assert ended == [TransactionStatus.IDLE, TransactionStatus.INTRANS]


@pytest.mark.parametrize("path", ["public", '"$user", public'])
def test_a_session_that_starts_elsewhere_is_refused(path: str) -> None:
    """As where roles.sql was not run again."""
    here().close_pool()
    with Session.connect(**here().get_connection_params(), autocommit=True) as session:
        ClientCursor(session).execute(f"SET search_path TO {path}")
        with pytest.raises(ImproperlyConfigured, match=r"roles\.sql"):
            here()._configure_connection(session)


@override_settings(DATABASE_BACKEND_MAX_BUSINESSES=200)
def test_sessions_wear_out_at_different_times() -> None:
    limits = []
    for _ in range(20):
        with Session.connect(**here().get_connection_params()) as session:
            limits.append(session.enough)
    assert len(set(limits)) > 10
    assert all(150 <= limit <= 200 for limit in limits)
