"""A client without a photo, and hands on what is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apps.clients.services.photos import set_client_photo
from apps.common.storage import files
from tenants.registry.context import enter_public
from tenants.registry.models import DueWork
from tests.factories.clients import ClientFactory
from tests.factories.pictures import picture, sent

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.clients.models import Client
    from apps.common.business import BusinessRef
    from apps.pictures.models import Picture
    from tests.harness.tasks import RunCommitHooks


@pytest.fixture(autouse=True)
def _no_files(business: BusinessRef) -> None:
    files().remove_everything()


@pytest.fixture
def client(business: BusinessRef) -> Client:
    return ClientFactory()


@pytest.fixture
def at_once(celery_inline: list[str], run_commit_hooks: RunCommitHooks) -> RunCommitHooks:
    """Run what a block sends to workers at its end, and what that sends."""
    return run_commit_hooks


def names() -> list[str]:
    return sorted(kept.name for kept in files().everything())


def due_of(business: BusinessRef) -> set[str]:
    with enter_public():
        rows = DueWork.objects.filter(schema_name=business.schema_name, kind__startswith="apps.pictures")
        return set(rows.values_list("kind", flat=True))


def send(client: Client, by: User, content: bytes | None = None) -> Picture:
    return set_client_photo(client_id=client.pk, by=by, file=sent(content or picture()))
