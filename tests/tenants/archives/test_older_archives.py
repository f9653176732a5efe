"""An archive from an earlier version of the product migrates up on its way in; a killed import is taken up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from apps.clients.models import Client
from apps.common.errors import InvalidInput
from tenants.registry.context import enter_business
from tenants.registry.models import Operation, Tenant
from tenants.registry.postgres.admin import as_administrator
from tenants.registry.services.archives import importing
from tenants.registry.services.archives.catalog import business_session, migrations_of, tables_of
from tenants.registry.services.archives.exporting import export_business
from tenants.registry.services.archives.importing import import_business
from tests.tenants.archives.conftest import files_of
from tests.tenants.test_provisioning import left_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

pytestmark = pytest.mark.django_db(transaction=True)


def last_of(app: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return the last migration of an app and the one before it."""
    names = sorted(name for label, name in MigrationLoader(None).disk_migrations if label == app)
    return (app, names[-1]), (app, names[-2])


def test_an_older_archive_migrates_up(iron: Tenant, tmp_path: Path) -> None:
    newest, before = last_of("clients")
    with as_administrator(), enter_business(iron.as_ref()):
        executor = MigrationExecutor(connection)
        executor.migrate([before])
    path = tmp_path / "older.mecto"
    assert list(newest) not in [list(m) for m in export_business(tenant_id=iron.pk, path=path).migrations]
    copy = import_business(path=path, subdomain="steel-house")
    with business_session(copy.schema_name) as session:
        assert migrations_of(session) == MigrationLoader(None).disk_migrations.keys()
        columns = {table.name: set(table.columns) for table in tables_of(session, copy.schema_name)}
    fresh = Tenant.objects.get(subdomain="demo-gym")
    with business_session(fresh.schema_name) as session:
        assert columns == {table.name: set(table.columns) for table in tables_of(session, fresh.schema_name)}
    with enter_business(copy.as_ref()):
        assert Client.objects.count() == 3
    assert copy.schema_version == fresh.schema_version


KILLED = """
import os, signal, sys, pathlib, django
django.setup()
from tenants.registry.services.archives import importing
path, step = sys.argv[1:]
setattr(importing, step, lambda *_args, **_named: os.kill(os.getpid(), signal.SIGKILL))
importing.import_business(path=pathlib.Path(path), subdomain="steel-house")
"""


@pytest.mark.parametrize("step", ["_start_again", "build_schema", "load", "_write_files"])
def test_a_killed_import_is_taken_up_by_the_next(
    found: Path, transactional_db: None, manage: Callable[..., CompletedProcess[str]], step: str
) -> None:
    done = manage("-c", KILLED, str(found), step)
    assert done.returncode == -9, done.stderr
    copy = import_business(path=found, subdomain="steel-house")
    assert Tenant.objects.filter(subdomain="steel-house").count() == 1
    assert Operation.objects.get().phase == "done"
    with enter_business(copy.as_ref()):
        assert Client.objects.count() == 3
    with pytest.raises(InvalidInput):
        import_business(path=found, subdomain="steel-house")


@pytest.mark.parametrize("step", ["build_schema", "load", "_write_files"])
def test_a_failed_import_leaves_nothing(
    found: Path, transactional_db: None, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    real = getattr(importing, step)

    def fail(*args: object) -> None:
        real(*args)
        raise OSError("the disk broke")

    with monkeypatch.context() as patch:
        patch.setattr(importing, step, fail)
        with pytest.raises(OSError, match="the disk broke"):
            import_business(path=found, subdomain="steel-house")
    failed = Operation.objects.get()
    assert (failed.phase, failed.facts["reason"]) == ("failed", "the disk broke")
    assert (left_of(failed.facts["schema_name"]), files_of(failed.tenant).exists()) == ([], False)
    assert import_business(path=found, subdomain="steel-house").state == Tenant.State.READY
