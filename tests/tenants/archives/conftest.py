"""A business with people, clients, sessions, work to do and a file; an archive of it; the second server."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from apps.accounts.roles import Role
from apps.clients.services.clients import add_client
from apps.common.due import schedule
from apps.common.storage import files
from apps.common.storage.local import LocalStorage
from tenants.registry.context import enter_business
from tenants.registry.models import AuditEntry, Operation, Tenant
from tenants.registry.services.archives.dropping import drop_business
from tenants.registry.services.archives.exporting import export_business
from tenants.registry.services.provisioning import build_business, request_business
from tests.factories import UserFactory
from tests.tenants.servers.conftest import bare_east, east, manage, prepared_east

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

__all__ = ["bare_east", "east", "manage", "prepared_east"]

OWNER = "nora@iron.example"
DUE = datetime(2030, 1, 2, 3, 4, tzinfo=UTC)


def furnish(_tenant: Tenant) -> None:
    owner = UserFactory(role=Role.OWNER, email=OWNER)
    for name in ("Ada", "Béla", "Çelik"):
        add_client(by=owner, first_name=name, notes="Line\nbreak, “quote” and\t\\N")
    schedule(kind="apps.activity.tasks.deliver", key="7", due_at=DUE)
    files().save("photos/ada.jpg", ContentFile(b"a picture" * 100))


def build_iron() -> Tenant:
    asked = request_business(
        name="Iron Temple", subdomain="iron-temple", country="GB", currency="GBP", time_zone="Europe/London"
    )
    built = build_business(tenant_id=asked.pk, furnish=furnish)
    assert built is not None
    return built


@pytest.fixture
def iron(transactional_db: None) -> Tenant:
    """Return a running business that has something of everything."""
    return build_iron()


@pytest.fixture
def archive(iron: Tenant, tmp_path: Path) -> Path:
    """Return an archive of it."""
    path = tmp_path / "iron.mecto"
    export_business(tenant_id=iron.pk, path=path)
    return path


@pytest.fixture(scope="session")
def _archived(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> bytes:
    """Make such a business once, and keep nothing of it but its archive."""
    path = tmp_path_factory.mktemp("archived") / "iron.mecto"
    with django_db_blocker.unblock():
        tenant = build_iron()
        export_business(tenant_id=tenant.pk, path=path)
        drop_business(tenant_id=tenant.pk)
        for rows in (AuditEntry.objects, Operation.objects):
            rows.filter(tenant=tenant).delete()
        Tenant.objects.filter(pk=tenant.pk).delete()
        connection.close()
    return path.read_bytes()


@pytest.fixture
def found(_archived: bytes, tmp_path: Path) -> Path:
    """Return an archive whose business is not here; the test needs no database to look at it."""
    path = tmp_path / "found.mecto"
    path.write_bytes(_archived)
    return path


def files_of(tenant: Tenant) -> Path:
    with enter_business(tenant.as_ref()):
        return Path(LocalStorage().location)
