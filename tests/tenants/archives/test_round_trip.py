"""What goes into an archive comes out of it, whole and equal."""

from __future__ import annotations

import csv
import io
import resource
import signal
import stat
import zipfile
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client as Browser

from apps.accounts.models import User
from apps.clients.models import Client
from apps.common.errors import Conflict, InvalidInput
from tenants.registry.context import enter_business
from tenants.registry.models import AuditEntry, DueWork, Operation, Tenant
from tenants.registry.services.archives.errors import NoRoom
from tenants.registry.services.archives.exporting import export_business
from tenants.registry.services.archives.importing import import_business
from tenants.registry.services.archives.manifest import LEFT_OUT
from tenants.registry.services.archives.reading import opened
from tenants.registry.services.lifecycle import suspend_business
from tests.factories import PASSWORD, UserFactory
from tests.harness.small_disk import small_disk
from tests.tenants.archives.conftest import DUE, OWNER, files_of
from tests.tenants.test_provisioning import ask, left_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db(transaction=True)


def test_export_then_import_then_export_is_equal(iron: Tenant, archive: Path, tmp_path: Path) -> None:
    copy = import_business(path=archive, subdomain="steel-house", name="Steel House")
    again = tmp_path / "again.mecto"
    export_business(tenant_id=copy.pk, path=again)
    with opened(archive) as first, opened(again) as second:
        assert second.manifest.tables == first.manifest.tables
        assert second.manifest.sequences == first.manifest.sequences
        assert (second.manifest.files, second.manifest.due_work) == (first.manifest.files, first.manifest.due_work)
        assert first.manifest.rows > 100
        changed = {"name": "Steel House", "subdomain": "steel-house"}
        assert second.manifest.business == first.manifest.business | changed


def test_an_imported_business_runs(iron: Tenant, archive: Path) -> None:
    copy = import_business(path=archive, subdomain="steel-house")
    assert (copy.state, copy.name, copy.time_zone, copy.currency) == ("ready", "Iron Temple", "Europe/London", "GBP")
    assert copy.schema_name != iron.schema_name
    assert copy.schema_version == iron.schema_version != ""
    assert (files_of(copy) / "photos" / "ada.jpg").read_bytes() == b"a picture" * 100
    assert list(DueWork.objects.filter(schema_name=copy.schema_name).values_list("kind", "key", "due_at"))[-1] == (
        "apps.activity.tasks.deliver", "7", DUE,
    )  # fmt: skip
    with enter_business(copy.as_ref()):
        assert Client.objects.count() == 3
        UserFactory()  # identities and sequences go on where they were
    browser = Browser(SERVER_NAME=copy.host)
    with enter_business(copy.as_ref()):
        assert User.objects.get(email=OWNER).check_password(PASSWORD)
    answer = browser.post("/api/v1/token/", {"email": OWNER, "password": PASSWORD}, content_type="application/json")
    assert answer.status_code == 200
    token = answer.json()["access"]
    there = Browser(SERVER_NAME=iron.host)
    assert browser.get("/api/v1/me/", HTTP_AUTHORIZATION=f"Bearer {token}").status_code == 200
    assert there.get("/api/v1/me/", HTTP_AUTHORIZATION=f"Bearer {token}").status_code == 401


def test_each_act_is_in_the_audit_and_the_journal(iron: Tenant, archive: Path) -> None:
    copy = import_business(path=archive, subdomain="steel-house", reason="asked for by the owner")
    assert list(AuditEntry.objects.filter(tenant=iron).values_list("act", flat=True)) == ["export"]
    assert list(AuditEntry.objects.filter(tenant=copy).values_list("act", "reason")) == [
        ("import", "asked for by the owner")
    ]
    operation = Operation.objects.get(tenant=copy)
    assert (operation.phase, operation.finished_at is not None) == ("done", True)


def test_an_archive_is_private_and_holds_no_log_ins(iron: Tenant, archive: Path) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    names = zipfile.ZipFile(archive).namelist()
    assert [name for name in names if any(table in name for table in LEFT_OUT)] == []
    assert [path.name for path in archive.parent.iterdir()] == ["iron.mecto"]


def test_nothing_in_an_archive_names_the_schema(iron: Tenant, archive: Path) -> None:
    """A copy under another schema may not point back to this one."""
    assert iron.schema_name.encode() not in archive.read_bytes()


def test_open_forms_are_csv(iron: Tenant, tmp_path: Path) -> None:
    path = tmp_path / "open.mecto"
    export_business(tenant_id=iron.pk, path=path, open_forms=True)
    with opened(path) as archive:
        text = zipfile.ZipFile(path).read("open/clients_client.csv").decode()
        assert len(archive.manifest.open_forms) == len(archive.manifest.tables)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert {row["first_name"] for row in rows} == {"Ada", "Béla", "Çelik"}
    assert rows[0]["notes"] == "Line\nbreak, “quote” and\t\\N"
    copy = import_business(path=path, subdomain="steel-house")
    assert copy.state == Tenant.State.READY


def test_a_suspended_business_can_be_exported_and_one_being_built_cannot(iron: Tenant, tmp_path: Path) -> None:
    suspend_business(tenant_id=iron.pk, by=None, reason="unpaid")
    assert export_business(tenant_id=iron.pk, path=tmp_path / "suspended.mecto").rows > 0
    with pytest.raises(Conflict, match="requested"):
        export_business(tenant_id=ask("steel-house").pk, path=tmp_path / "asked.mecto")


def test_a_taken_subdomain_and_an_unknown_server_are_refused(iron: Tenant, archive: Path) -> None:
    for subdomain, database in (("iron-temple", "main"), ("admin", "main"), ("steel-house", "nowhere")):
        with pytest.raises(InvalidInput):
            import_business(path=archive, subdomain=subdomain, database=database)
    assert Tenant.objects.filter(operations__isnull=False).count() == 0


def test_a_full_disk_leaves_nothing(iron: Tenant, tmp_path: Path) -> None:
    """A limit on the size of files stops the writer as a full disk does."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    previous = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8_192, limits[1]))
    try:
        with pytest.raises(NoRoom, match=r"No room for full\.mecto: nothing was kept"):
            export_business(tenant_id=iron.pk, path=tmp_path / "full.mecto")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, previous)
    assert list(tmp_path.iterdir()) == []
    assert AuditEntry.objects.filter(act="export").count() == 0


def test_a_disk_that_is_really_full_leaves_nothing(iron: Tenant, tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", "64k") as disk:
        with pytest.raises(NoRoom, match=r"No room for full\.mecto: nothing was kept"):
            export_business(tenant_id=iron.pk, path=disk.path / "full.mecto")
        assert list(disk.path.iterdir()) == []
        assert AuditEntry.objects.filter(act="export").count() == 0
        disk.grow("16m")
        export_business(tenant_id=iron.pk, path=disk.path / "full.mecto")
        assert [file.name for file in disk.path.iterdir()] == ["full.mecto"]


def test_a_business_on_another_server_comes_from_an_archive(iron: Tenant, archive: Path, east: object) -> None:
    copy = import_business(path=archive, subdomain="steel-house", database="east")
    assert left_of(copy.schema_name) == []
    with enter_business(copy.as_ref()):
        assert Client.objects.count() == 3
    assert settings.DATABASE_SERVERS.keys() == {"main", "east"}
