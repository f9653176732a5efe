"""A schema's transaction does not wait for the disk, its portion does: a crash may cost work, never the truth of the register."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
import pytest

from deploy.local.postgres import SUPERUSER
from tenants.registry.models import Tenant
from tenants.registry.postgres.admin import admin_session
from tenants.registry.services.migrations import running
from tenants.registry.services.migrations.finding import set_version
from tenants.registry.services.migrations.sending import Sender
from tenants.registry.services.scripts import fingerprint
from tests.harness.waiting import until
from tests.tenants.migrations.conftest import migrate
from tests.tenants.migrations.test_breaking import outcomes
from tests.tenants.migrations.test_running import NOTE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness.second_server import SecondServer
    from tests.tenants.migrations.conftest import History
    from tests.tenants.servers.conftest import Build


@contextmanager
def lazy_disk(server: SecondServer) -> Iterator[None]:
    """Keep in memory what nobody waits for, so that a crash takes it back each time; all from before is on the disk."""
    with psycopg.connect(server.postgres.url(SUPERUSER), autocommit=True) as session:
        session.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
        session.execute("SELECT pg_reload_conf()")
        session.execute("CHECKPOINT")
    try:
        yield
    finally:
        with psycopg.connect(server.postgres.url(SUPERUSER), autocommit=True) as session:
            session.execute("ALTER SYSTEM RESET wal_writer_delay")
            session.execute("SELECT pg_reload_conf()")


def crash(server: SecondServer) -> None:
    """Kill one backend: Postgres ends all others, since their shared memory cannot be trusted, and recovers."""
    with admin_session("east") as session, admin_session("east") as witness:
        os.kill(session.info.backend_pid, signal.SIGKILL)
        until(lambda: is_cut_off(witness), "all others to be ended")
    until(server.postgres.is_ready, "the crashed Postgres")


def is_cut_off(session: psycopg.Connection) -> bool:
    try:
        session.execute("SELECT 1")
    except psycopg.OperationalError:
        return True
    return False


type Crash = Callable[[], None]


def at_the_second(monkeypatch: pytest.MonkeyPatch, strike: Crash) -> None:
    sent: list[str] = []
    send = Sender.send

    def counting(sender: Sender, schema: str, leg: object) -> None:
        sent.append(schema)
        if len(sent) == 2:
            strike()
        send(sender, schema, leg)  # type: ignore[arg-type] # handed through

    monkeypatch.setattr(Sender, "send", counting)


def before_the_disk_has_it(monkeypatch: pytest.MonkeyPatch, strike: Crash) -> None:
    strikes = [strike]
    settle = Sender.settle

    def struck(sender: Sender) -> None:
        if strikes:
            strikes.pop()()
        settle(sender)

    monkeypatch.setattr(Sender, "settle", struck)


def once_it_is_written_down(monkeypatch: pytest.MonkeyPatch, strike: Crash) -> None:
    def note(names: list[str], version: str) -> None:
        set_version(names, version)
        strike()

    monkeypatch.setattr(running, "set_version", note)


@pytest.mark.parametrize("moment", [at_the_second, before_the_disk_has_it, once_it_is_written_down])
def test_a_crash_leaves_no_schema_behind_its_version(
    history: History,
    build: Build,
    east: SecondServer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    moment: Callable[[pytest.MonkeyPatch, Crash], None],
) -> None:
    names = sorted(build(f"{letter}-gym").schema_name for letter in ("ost", "lev"))
    history.add(NOTE)
    with lazy_disk(east):
        moment(monkeypatch, lambda: crash(east))
        migrate(jobs=1, json=str(tmp_path / "report.json"))
        assert with_notes() == names
    assert set(Tenant.objects.filter(state="ready").values_list("schema_version", flat=True)) == {fingerprint()}
    assert set(outcomes(tmp_path / "report.json").values()) == {"migrated"}


def with_notes() -> list[str]:
    """Name the schemas that have the new table."""
    query = "SELECT nspname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relname = 'insights_note'"
    with admin_session("east") as session:
        return sorted(name for (name,) in session.execute(query))
