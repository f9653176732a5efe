"""`manage.py tenant …` for people and for machines."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.core.management import CommandError, call_command

from tenants.registry.models import Operation, Tenant
from tenants.registry.postgres.admin import admin_session
from tenants.registry.services.archives import importing
from tenants.registry.services.archives.exporting import export_business
from tests.tenants.test_provisioning import left_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db(transaction=True)


def tenant(*arguments: str) -> Any:
    out = io.StringIO()
    call_command("tenant", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_out_in_away_and_gone(iron: Tenant, east: object, tmp_path: Path) -> None:
    path = tmp_path / "iron.mecto"
    told = tenant("export", "iron-temple", str(path))
    assert (told["bytes"], told["files"]) == (path.stat().st_size, 1)
    made = tenant("import", str(path), "--subdomain", "steel-house", "--name", "Steel House")
    assert (made["subdomain"], made["name"], made["state"]) == ("steel-house", "Steel House", "ready")
    assert tenant("move", "steel-house", "--to", "east")["target"] == "east"
    listed = {row["subdomain"]: row["database"] for row in tenant("list")}
    assert (listed["iron-temple"], listed["steel-house"]) == ("main", "east")
    assert tenant("drop", "steel-house", "--yes")["tables"]["clients_client"] == 3
    assert "steel-house" not in {row["subdomain"] for row in tenant("list")}


def test_refusals(iron: Tenant, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("tenant", "export", "nobody", "--json", stdout=out)
    assert ended.value.code == 1
    assert json.loads(out.getvalue()) == {"error": {"code": "not_found", "message": "There is no business 'nobody'."}}
    (tmp_path / "text").write_text("hello", encoding="utf-8")
    with pytest.raises(CommandError, match="not an archive"):
        call_command("tenant", "import", str(tmp_path / "text"), "--subdomain", "steel-house")


def test_dropping_asks_for_the_name(iron: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda _question: "iron")
    with pytest.raises(CommandError, match="nothing was removed"):
        call_command("tenant", "drop", "iron-temple")
    assert Tenant.objects.get(pk=iron.pk).state == "ready"
    monkeypatch.setattr("builtins.input", lambda _question: "iron-temple")
    call_command("tenant", "drop", "iron-temple", stdout=io.StringIO())
    assert left_of(iron.schema_name) == []


def end_sessions() -> None:
    """Do to our sessions what a restart of Postgres does: the administrator may end its own."""
    with admin_session() as session:
        session.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE usename = current_user AND pid <> pg_backend_pid() AND datname = current_database()"
        )


def test_postgres_restarted_in_the_middle_of_an_export(iron: Tenant, tmp_path: Path) -> None:
    def restart(_what: str, done: int, _total: int) -> None:
        if done == 5:
            end_sessions()

    with pytest.raises(psycopg.OperationalError):
        export_business(tenant_id=iron.pk, path=tmp_path / "iron.mecto", progress=restart)
    assert list(tmp_path.iterdir()) == []


def test_postgres_restarted_in_the_middle_of_an_import(found: Path, transactional_db: None) -> None:
    def restart(_what: str, done: int, _total: int) -> None:
        if done == 5:
            end_sessions()

    with pytest.raises(psycopg.OperationalError):
        importing.import_business(path=found, subdomain="steel-house", progress=restart)
    failed = Operation.objects.get()
    assert (failed.phase, left_of(failed.facts["schema_name"])) == ("failed", [])
    assert importing.import_business(path=found, subdomain="steel-house").state == "ready"


@pytest.mark.parametrize("subdomain", ["Iron Temple", 'x"; DROP SCHEMA public; --', "../iron", "t_public", "ımport"])
def test_a_name_that_needs_quoting_is_refused(found: Path, transactional_db: None, subdomain: str) -> None:
    with pytest.raises(CommandError, match="subdomain: "):
        call_command("tenant", "import", str(found), "--subdomain", subdomain)
    assert not Operation.objects.exists()
