"""The whole command, on businesses that stand at an older release."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command

from tenants.registry.context import enter_business
from tenants.registry.services.scripts import fingerprint
from tests.tenants.migrations.conftest import APP, columns, migrate, rows, version_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tenants.migrations.conftest import History, Open

NOTE = 'migrations.CreateModel("Note", [("id", models.BigAutoField(primary_key=True)), ("text", models.TextField())])'
MORE = 'migrations.AddField("note", "more", models.IntegerField(default=3, db_index=True))'
FILL = 'migrations.RunPython(fill, migrations.RunPython.noop)'
FILL_CODE = """
def fill(apps, schema_editor):
    apps.get_model("insights", "Note").objects.create(text=schema_editor.connection.schema_name, more=7)
"""

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")  # the harness's own


def report(path: Path) -> dict[str, Any]:
    return {row["tenant"]: row for row in json.loads(path.read_text())["tenants"]}


def stock_finds_nothing(tenant: Any, capsys: pytest.CaptureFixture[str]) -> bool:
    with enter_business(tenant.as_ref()):
        call_command("migrate", "--plan")
    return "No planned migration operations." in capsys.readouterr().out


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
    assert (found["outcome"], found["was"], found["steps"]) == ("migrated", was, [f"{APP}.0002_step", f"{APP}.0003_step"])
