"""What breaks under a run: Postgres goes away, the disk is full, a server is out of reach, somebody is killed."""

from __future__ import annotations

import json
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.management import CommandError

from tenants.registry.models import Tenant
from tenants.registry.postgres.admin import admin_session
from tenants.registry.services.migrations import running
from tenants.registry.services.migrations.finding import set_version
from tenants.registry.services.schemas import drop_schema
from tenants.registry.services.scripts import fingerprint
from tests.harness.waiting import until
from tests.tenants.migrations.conftest import columns, migrate, rows, version_of
from tests.tenants.migrations.test_running import MORE, NOTE, report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.harness.second_server import SecondServer
    from tests.tenants.migrations.conftest import History, Open
    from tests.tenants.servers.conftest import Build, Manage


def after_the_first(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Do something once, when the first schema is done and the others are on their way, each a portion of its own."""
    acts = [act]

    def note(names: list[str], version: str) -> None:
        if acts:
            acts.pop()()
        set_version(names, version)

    monkeypatch.setattr(running, "AT_ONCE", 1)
    monkeypatch.setattr(running, "set_version", note)


def outcomes(path: Path) -> dict[str, str]:
    return {name: row["outcome"] for name, row in report(path).items()}


def end_all_sessions() -> None:
    """Do to every session of this database on main what a restart does."""
    with admin_session() as session:
        session.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def restart(server: SecondServer) -> None:
    with server.away():
        pass


BREAKS: dict[str, Callable[[SecondServer], None]] = {
    "restart": restart,
    "sessions on main end": lambda _server: end_all_sessions(),
}


@pytest.mark.parametrize("what", BREAKS)
def test_postgres_goes_away_in_the_middle(
    history: History, build: Build, businesses: Open, east: SecondServer, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    history.add(NOTE)
    names = [build(f"{letter}-gym").schema_name for letter in ("ost", "lev", "est")]
    businesses(2)
    history.add(MORE)
    after_the_first(monkeypatch, lambda: BREAKS[what](east))
    migrate(jobs=1)
    assert set(Tenant.objects.filter(state="ready").values_list("schema_version", flat=True)) == {fingerprint()}
    with admin_session("east") as session:
        query = (
            "SELECT nspname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relname = 'insights_note'"
        )
        assert sorted(name for (name,) in session.execute(query)) == sorted(names)


def test_a_server_out_of_reach_stops_nobody_on_the_others(
    history: History,
    build: Build,
    businesses: Open,
    east: SecondServer,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    far = build("far-gym")
    near, lost = businesses(2)
    Tenant.objects.filter(pk=lost.pk).update(database="nowhere")
    history.add(NOTE)
    with east.away(), pytest.raises(CommandError, match="2 not migrated"):
        migrate(json=str(tmp_path / "report.json"))
    assert outcomes(tmp_path / "report.json") == {"far-gym": "failed", "aaa-gym": "migrated", "bbb-gym": "failed"}
    told = capsys.readouterr().err
    assert "far-gym: failed: its server east cannot be used: " in told
    assert "bbb-gym: failed: DATABASE_SERVERS names no server 'nowhere'" in told
    assert "\nserver east: connection is bad: " in told
    assert version_of(near) == fingerprint()
    Tenant.objects.filter(pk=lost.pk).update(database="main")
    migrate()
    assert {Tenant.objects.get(pk=pk).schema_version for pk in (far.id, lost.pk)} == {fingerprint()}


def test_a_server_that_nobody_stands_on_is_still_missed(history: History, businesses: Open, east: SecondServer) -> None:
    (tenant,) = businesses(1)
    history.add(NOTE)
    with east.away(), pytest.raises(CommandError, match="0 not migrated"):
        migrate()
    assert version_of(tenant) == fingerprint()


def test_a_server_that_does_not_come_back_is_given_up_once(
    history: History,
    build: Build,
    businesses: Open,
    east: SecondServer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    for letter in ("ost", "lev", "est"):
        build(f"{letter}-gym")
    (near,) = businesses(1)
    history.add(NOTE)
    process = east.supervisor.processes["postgres"]
    monkeypatch.setattr("tenants.registry.services.migrations.walking.PAUSES", (0.1, 0.1))

    def stop() -> None:
        process.ask_to_stop()
        process.wait(10)

    after_the_first(monkeypatch, stop)
    try:
        with pytest.raises(CommandError):
            migrate(jobs=1, json=str(tmp_path / "report.json"))
    finally:
        east.start()
    found = list(outcomes(tmp_path / "report.json").values())
    assert version_of(near) == fingerprint()
    assert found.count("failed") <= 1
    migrate()
    assert set(Tenant.objects.filter(state="ready").values_list("schema_version", flat=True)) == {fingerprint()}


def test_a_full_disk_stops_the_run_and_harms_nobody(
    history: History, businesses: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A function says what Postgres says of a full disk (SQLSTATE 53100) in one business: no real disk is filled."""
    full, other = businesses(2)
    was = version_of(full)
    with admin_session() as session:
        session.execute(
            f"CREATE FUNCTION public.extend() RETURNS void LANGUAGE plpgsql AS $$ BEGIN IF current_user = '{full.schema_name}' "
            "THEN RAISE 'could not extend file' USING ERRCODE = 'disk_full'; END IF; END $$".encode()
        )
    history.add(NOTE, 'migrations.RunSQL("SELECT public.extend()")')
    monkeypatch.setattr(running, "AT_ONCE", 1)
    try:
        with pytest.raises(CommandError, match="not migrated"):
            migrate(jobs=1, json=str(tmp_path / "report.json"))
        found = report(tmp_path / "report.json")["aaa-gym"]
        assert (found["outcome"], found["error"]) == ("failed", "DiskFull: could not extend file")
        assert (version_of(full), columns(full.schema_name, "insights_note")) == (was, [])
        assert (version_of(other) == fingerprint()) == (outcomes(tmp_path / "report.json")["bbb-gym"] == "migrated")
    finally:
        with admin_session() as session:
            session.execute("CREATE OR REPLACE FUNCTION public.extend() RETURNS void LANGUAGE plpgsql AS 'BEGIN END'")
    migrate()
    assert [version_of(tenant) for tenant in (full, other)] == [fingerprint()] * 2
    with admin_session() as session:
        session.execute("DROP FUNCTION public.extend()")


DEPLOY = """
import json, os, signal, sys, django
from django.conf import settings
django.setup()
settings.MIGRATION_MODULES = json.loads(sys.argv[1])
from django.core.management import call_command
from tenants.registry.services.migrations import running, sending
running.AT_ONCE = 1
messages = []
real = sending.Sender.send
def send(sender, schema, leg):
    messages.append(schema)
    if len(messages) == int(sys.argv[2]):
        sender.session.execute(f"BEGIN; SET ROLE {schema}; SET search_path TO {schema}, extensions; {leg.sql}".encode())
        os.kill(os.getpid(), signal.SIGKILL)
    real(sender, schema, leg)
sending.Sender.send = send
call_command("migrate_tenants", verbosity=0, jobs=1, json=sys.argv[3])
"""


def test_killed_in_the_middle_the_next_run_finishes(
    history: History, businesses: Open, manage: Manage, tmp_path: Path
) -> None:
    many = businesses(3)
    history.add(NOTE)
    path = {"PYTHONPATH": str(history.path)}
    told = json.dumps(settings.MIGRATION_MODULES)
    killed = manage("-c", DEPLOY, told, "2", str(tmp_path / "killed.json"), DATABASE_SERVERS="", **path)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert sum(bool(columns(tenant.schema_name, "insights_note")) for tenant in many) == 1
    migrate(json=str(tmp_path / "report.json"))
    assert [version_of(tenant) for tenant in many] == [fingerprint()] * 3
    assert set(outcomes(tmp_path / "report.json").values()) <= {"migrated", "current"}
    for tenant in many:
        assert columns(tenant.schema_name, "insights_note") == ["id", "text"]


def test_of_two_deploys_at_once_the_second_finds_nothing_left(
    history: History, businesses: Open, manage: Manage, tmp_path: Path
) -> None:
    many = businesses(3)
    history.add(NOTE)

    told = json.dumps(settings.MIGRATION_MODULES)

    def deploy(name: str) -> Any:
        path = {"PYTHONPATH": str(history.path)}
        return manage("-c", DEPLOY, told, "0", str(tmp_path / name), DATABASE_SERVERS="", **path)

    with ThreadPoolExecutor(2) as threads:
        for done in threads.map(deploy, ("one.json", "two.json")):
            assert done.returncode == 0, done.stderr
    assert [version_of(tenant) for tenant in many] == [fingerprint()] * 3
    assert sorted(len(report(tmp_path / name)) for name in ("one.json", "two.json")) == [0, 3]


INDEX = """
from django.contrib.postgres.operations import AddIndexConcurrently
INDEX = AddIndexConcurrently("note", models.Index(fields=["text"], name="note_text"))
"""


def test_an_index_whose_concurrent_building_was_broken_off_is_built_again(
    history: History, businesses: Open, tmp_path: Path
) -> None:
    """Building waits for whoever writes to the table; the session that waits is ended, and leaves an index that is not valid."""
    history.add(NOTE)
    (tenant,) = businesses(1)
    history.add("INDEX", before=f"from django.db import models{INDEX}", atomic=False)
    query = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('note_text')"
    left: list[object] = []

    def end_the_builder() -> None:
        with admin_session(autocommit=False) as writer:
            writer.execute(f"SET ROLE {tenant.schema_name}; SET search_path TO {tenant.schema_name}".encode())
            writer.execute("INSERT INTO insights_note (text) VALUES ('x')")
            until(lambda: _building(tenant.schema_name), "the index to be built")
            left.extend(rows(tenant.schema_name, query))

    thread = threading.Thread(target=end_the_builder)
    thread.start()
    migrate(json=str(tmp_path / "report.json"), lock_timeout=20_000)
    thread.join()
    found = report(tmp_path / "report.json")["aaa-gym"]
    assert (left, found["outcome"], found["retries"] > 0) == ([(False,)], "migrated", True)
    assert rows(tenant.schema_name, query) == [(True,)]


def _building(schema: str) -> bool:
    """End the session that waits for the writer with its index, once it does."""
    with admin_session() as session:
        query = """SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
                   WHERE query LIKE 'CREATE INDEX CONC%%' AND datname = current_database() AND wait_event_type = 'Lock' AND relation =
                   (SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
                    WHERE relname = 'insights_note' AND nspname = %s)"""
        return session.execute(query, [schema]).fetchone() is not None


def test_a_business_dropped_meanwhile_is_no_failure(
    history: History, businesses: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dropped, other = businesses(2)
    history.add(NOTE)
    portions = running.Run._portions

    def drop_first(run: running.Run, todo: Any) -> Any:
        found = portions(run, todo)
        if Tenant.objects.filter(pk=dropped.pk).exists():
            Tenant.objects.filter(pk=dropped.pk).delete()
            drop_schema(dropped.schema_name)
        return found

    monkeypatch.setattr(running.Run, "_portions", drop_first)
    migrate(json=str(tmp_path / "report.json"))
    assert outcomes(tmp_path / "report.json") == {"aaa-gym": "gone", "bbb-gym": "migrated"}
    assert version_of(other) == fingerprint()
    assert set(settings.DATABASE_SERVERS) == {"main"}
