"""The whole command, on businesses that stand at an older release."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import ProgrammingError

from tenants.registry.context import enter_business
from tenants.registry.models import PooledSchema, Tenant
from tenants.registry.postgres.admin import admin_session
from tenants.registry.services.archives.operations import begin
from tenants.registry.services.migrations import running
from tenants.registry.services.migrations.finding import set_version
from tenants.registry.services.migrations.lock import DeployLock
from tenants.registry.services.schemas import drop_schema
from tenants.registry.services.scripts import fingerprint
from tests.tenants.migrations.conftest import APP, WHOLE, by_hand, columns, migrate, rows, version_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tenants.migrations.conftest import History, Open

NOTE = 'migrations.CreateModel("Note", [("id", models.BigAutoField(primary_key=True)), ("text", models.TextField())])'
MORE = 'migrations.AddField("note", "more", models.IntegerField(default=3, db_index=True))'
FILL = "migrations.RunPython(fill, migrations.RunPython.noop)"
FILL_CODE = """
def fill(apps, schema_editor):
    apps.get_model("insights", "Note").objects.create(text=schema_editor.connection.schema_name, more=7)
"""

pytestmark = [
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),  # the harness's own
]


def report(path: Path) -> dict[str, Any]:
    return {row["tenant"]: row for row in json.loads(path.read_text())["tenants"]}


def stock_finds_nothing(tenant: Any, capsys: pytest.CaptureFixture[str]) -> bool:
    with enter_business(tenant.as_ref()):
        call_command(MigrateCommand(), plan=True)
    return "No planned migration operations." in capsys.readouterr().out


@pytest.mark.parametrize("modules", [WHOLE], indirect=True)
def test_sql_and_code(history: History, businesses: Open, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    history.add(NOTE)
    first, second = businesses(2)
    was = version_of(first)
    history.add(MORE)
    history.add(FILL, before=FILL_CODE)
    migrate(json=str(tmp_path / "report.json"))
    for tenant in (first, second):
        assert version_of(tenant) == fingerprint() != was
        assert columns(tenant.schema_name, "insights_note") == ["id", "more", "text"]
        assert rows(tenant.schema_name, "SELECT text, more FROM insights_note") == [(tenant.schema_name, 7)]
        assert stock_finds_nothing(tenant, capsys)
    found = report(tmp_path / "report.json")["aaa-gym"]
    assert (found["outcome"], found["was"], found["steps"]) == (
        "migrated",
        was,
        [f"{APP}.0002_step", f"{APP}.0003_step"],
    )


def test_content_types_and_permissions_come_with_their_models(history: History, businesses: Open) -> None:
    (tenant,) = businesses(1)
    history.add(NOTE)
    migrate()
    query = (
        "SELECT codename FROM auth_permission JOIN django_content_type t ON t.id = content_type_id WHERE model = 'note'"
    )
    found = sorted(str(name) for (name,) in rows(tenant.schema_name, query))
    assert found == ["add_note", "change_note", "delete_note", "view_note"]


def test_the_warm_pool_is_migrated_too(history: History, businesses: Open) -> None:
    (tenant,) = businesses(1)
    schema, version = tenant.schema_name, version_of(tenant)
    Tenant.objects.all().delete()
    PooledSchema.objects.create(schema_name=schema, schema_version=version, state=PooledSchema.State.READY)
    history.add(NOTE)
    migrate()
    assert columns(schema, "insights_note") == ["id", "text"]
    assert PooledSchema.objects.get().schema_version == fingerprint() != version


def test_a_schema_altered_by_hand_is_told_and_left_alone(
    history: History, businesses: Open, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    altered, other = businesses(2)
    was = version_of(altered)
    by_hand(altered, "ALTER TABLE accounts_user ADD COLUMN hand integer; DROP INDEX IF EXISTS none")
    history.add(NOTE)
    with pytest.raises(CommandError, match="1 not migrated"):
        migrate(json=str(tmp_path / "report.json"))
    found = report(tmp_path / "report.json")["aaa-gym"]
    assert (found["outcome"], found["differences"]) == (
        "altered",
        ["has column accounts_user.hand integer"],
    )
    assert "aaa-gym: altered: altered by hand; has column accounts_user.hand integer" in capsys.readouterr().err
    assert (version_of(altered), columns(altered.schema_name, "insights_note")) == (was, [])
    assert columns(other.schema_name, "insights_note") == ["id", "text"]


def test_verifying_finds_what_names_and_types_do_not_show(history: History, businesses: Open) -> None:
    tenant, _other = businesses(2)
    by_hand(tenant, "ALTER TABLE accounts_user ALTER COLUMN full_name SET DEFAULT 'x'; ANALYZE accounts_user")
    migrate()
    with pytest.raises(CommandError, match="1 not migrated"):
        migrate(verify=True)


def test_a_migration_that_fails_for_one_leaves_that_one_as_it_was(history: History, businesses: Open) -> None:
    history.add(NOTE)
    failing, other = businesses(2)
    was = version_of(failing)
    by_hand(failing, "INSERT INTO insights_note (text) VALUES ('same'), ('same')")
    history.add(MORE, 'migrations.AlterField("note", "text", models.TextField(unique=True))')
    with pytest.raises(CommandError):
        migrate()
    assert (version_of(failing), columns(failing.schema_name, "insights_note")) == (was, ["id", "text"])
    assert version_of(other) == fingerprint()
    by_hand(failing, "DELETE FROM insights_note")
    migrate()
    assert version_of(failing) == fingerprint()


def test_a_migration_that_fails_everywhere_touches_nobody(history: History, businesses: Open) -> None:
    history.add(NOTE)
    (tenant,) = businesses(1)
    was = version_of(tenant)
    history.add(MORE)
    history.add('migrations.RunSQL("SELECT no_such_function()")')
    with pytest.raises(ProgrammingError):
        migrate()
    assert (version_of(tenant), columns(tenant.schema_name, "insights_note")) == (was, ["id", "text"])


def test_half_way_is_gone_on_from_there(history: History, businesses: Open, tmp_path: Path) -> None:
    """As after a kill: the first leg is done and written down in the schema, the register knows nothing of it."""
    history.add(NOTE)
    tenant, other = businesses(2)
    was = version_of(tenant)
    history.add(MORE)
    migrate(tenant=["aaa-gym"])
    assert columns(other.schema_name, "insights_note") == ["id", "text"]
    Tenant.objects.update(schema_version=was)
    history.add(FILL, before=FILL_CODE)
    migrate(json=str(tmp_path / "report.json"))
    found = report(tmp_path / "report.json")
    assert found["aaa-gym"]["steps"] == [f"{APP}.0003_step"]
    assert found["bbb-gym"]["steps"] == [f"{APP}.0002_step", f"{APP}.0003_step"]
    for each in (tenant, other):
        assert rows(each.schema_name, "SELECT text, more FROM insights_note") == [(each.schema_name, 7)]


def test_a_lock_is_waited_for_without_keeping_the_others(
    history: History, businesses: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table is free again only when the other business is done."""
    history.add(NOTE)
    held, _other = businesses(2)
    history.add(MORE)
    monkeypatch.setattr(running, "AT_ONCE", 1)
    with admin_session(autocommit=False) as session:
        session.execute(f"SET ROLE {held.schema_name}; LOCK TABLE {held.schema_name}.insights_note".encode())

        def let_go(names: list[str], version: str) -> None:
            time.sleep(0.3)
            session.rollback()
            set_version(names, version)

        monkeypatch.setattr(running, "set_version", let_go)
        migrate(json=str(tmp_path / "report.json"), lock_timeout=50, jobs=2)
    found = report(tmp_path / "report.json")
    assert found["aaa-gym"]["outcome"] == found["bbb-gym"]["outcome"] == "migrated"
    assert (found["aaa-gym"]["retries"] > 0, found["bbb-gym"]["retries"]) == (True, 0)


def test_a_plan_touches_nothing(history: History, businesses: Open, capsys: pytest.CaptureFixture[str]) -> None:
    history.add(NOTE)
    tenant, _other = businesses(2)
    was = version_of(tenant)
    history.add(MORE)
    history.add(FILL, before=FILL_CODE)
    migrate(plan=True, verbosity=1)
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["2 × aaa-gym, bbb-gym", f"    sql {APP}.0002_step", f"    code {APP}.0003_step"]
    assert (version_of(tenant), columns(tenant.schema_name, "insights_note")) == (was, ["id", "text"])


def test_only_the_named_one(history: History, businesses: Open) -> None:
    named, other = businesses(2)
    history.add(NOTE)
    migrate(tenant=["aaa-gym"])
    assert (version_of(named) == fingerprint(), version_of(other) == fingerprint()) == (True, False)
    with pytest.raises(CommandError, match="No such business: nobody"):
        migrate(tenant=["nobody"])


def test_two_deploys_never_migrate_at_once(history: History, businesses: Open) -> None:
    (tenant,) = businesses(1)
    history.add(NOTE)
    with DeployLock(wait=False, tell=print):
        with pytest.raises(CommandError, match=r"Not migrating: \S+ \d+ from a local socket migrates since 2"):
            migrate(no_wait=True)
    assert version_of(tenant) != fingerprint()


def test_a_business_whose_move_is_not_finished_is_told_and_left_alone(
    history: History, businesses: Open, tmp_path: Path
) -> None:
    held, other = businesses(2)
    was = version_of(held)
    history.add(NOTE)
    move = begin(tenant=held, kind="move", by=None, reason="", phase="copying", source="main", target="east")
    with pytest.raises(CommandError, match="1 not migrated"):
        migrate(json=str(tmp_path / "report.json"))
    found = report(tmp_path / "report.json")["aaa-gym"]
    assert found["outcome"] == "held"
    assert found["error"] == "a move of it was begun and is not finished: finish or abort it, then run again"
    assert (version_of(held), version_of(other)) == (was, fingerprint())
    move.finish("aborted")
    migrate()
    assert version_of(held) == fingerprint()


def test_a_newer_schema_is_left_alone(history: History, businesses: Open, tmp_path: Path) -> None:
    (tenant,) = businesses(1)
    by_hand(tenant, "INSERT INTO django_migrations (app, name, applied) VALUES ('clients', '0999_later', now())")
    Tenant.objects.update(schema_version="later")
    migrate(json=str(tmp_path / "report.json"))
    assert report(tmp_path / "report.json")["aaa-gym"]["outcome"] == "ahead"
    assert version_of(tenant) == "later"


def test_a_lost_schema_stops_nobody_else(history: History, businesses: Open, tmp_path: Path) -> None:
    lost, other = businesses(2)
    drop_schema(lost.schema_name)
    history.add(NOTE)
    with pytest.raises(CommandError):
        migrate(json=str(tmp_path / "report.json"))
    assert report(tmp_path / "report.json")["aaa-gym"]["outcome"] == "failed"
    assert version_of(other) == fingerprint()
