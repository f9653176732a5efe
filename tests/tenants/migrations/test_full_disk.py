"""A disk that is really full under a server whose businesses are migrated."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
import pytest
from django.core.management import CommandError

from deploy.local.postgres import SUPERUSER
from tenants.registry.models import Tenant
from tenants.registry.postgres.admin import admin_session
from tenants.registry.services.migrations import running
from tenants.registry.services.schemas import drop_schema
from tenants.registry.services.scripts import fingerprint
from tests.harness.small_disk import small_disk
from tests.tenants.migrations.conftest import migrate
from tests.tenants.migrations.test_running import NOTE, report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.harness.second_server import SecondServer
    from tests.tenants.migrations.conftest import History
    from tests.tenants.servers.conftest import Build

# Too much for a megabyte, in rows that Postgres does not compress.
ROWS = 'migrations.RunSQL("INSERT INTO insights_note (text) SELECT repeat(md5(n::text), 40) FROM generate_series(1, 1000) n")'


@contextmanager
def new_tables_in(server: SecondServer, place: Path, schemas: list[str]) -> Iterator[None]:
    """Let new sessions make their tables there; the schemas go at the end."""

    def say(*statements: str) -> None:
        with psycopg.connect(server.postgres.url(SUPERUSER), autocommit=True) as session:
            for statement in statements:
                session.execute(statement.encode())

    say(
        f"CREATE TABLESPACE small LOCATION '{place}'",
        "GRANT CREATE ON TABLESPACE small TO PUBLIC",
        "ALTER DATABASE mecto SET default_tablespace TO small",
    )
    try:
        yield
    finally:
        say("ALTER DATABASE mecto RESET default_tablespace")
        for schema in schemas:
            drop_schema(schema, database="east")
        say("DROP TABLESPACE small")


def test_migrating_on_a_full_disk_stops_and_goes_on_when_there_is_room(
    history: History, build: Build, east: SecondServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [build(f"{letter}-gym").schema_name for letter in ("ost", "lev")]
    was = set(Tenant.objects.filter(schema_name__in=names).values_list("schema_version", flat=True))
    history.add(NOTE, ROWS)
    monkeypatch.setattr(running, "AT_ONCE", 1)
    with small_disk(tmp_path / "small", "1m") as disk, new_tables_in(east, disk.path, names):
        with pytest.raises(CommandError, match="2 not migrated"):
            migrate(jobs=1, json=str(tmp_path / "report.json"))
        found = sorted((row["outcome"], row["error"]) for row in report(tmp_path / "report.json").values())
        assert {outcome for outcome, _ in found} <= {"failed", "stopped"}  # the next may be on its way already
        assert found[0][1].startswith("DiskFull: could not extend file")
        assert set(Tenant.objects.filter(schema_name__in=names).values_list("schema_version", flat=True)) == was
        assert notes(names) == []
        disk.grow("16m")
        migrate(jobs=1)
        assert notes(names) == [1000, 1000]
    assert set(Tenant.objects.filter(state="ready").values_list("schema_version", flat=True)) == {fingerprint()}


def notes(schemas: list[str]) -> list[int]:
    """Count the rows of the new table, where it is."""
    with admin_session("east") as session:
        query = (
            "SELECT nspname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relname = 'insights_note'"
        )
        found = [name for (name,) in session.execute(query) if name in schemas]
        counts = []
        for name in found:
            session.execute(f"SET ROLE {name}".encode())
            row = session.execute(f"SELECT count(*) FROM {name}.insights_note".encode()).fetchone()  # noqa: S608 - a name of ours
            counts.append(int(row[0]) if row else 0)
            session.execute("RESET ROLE")
        return counts
