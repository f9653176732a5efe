"""Whatever breaks off on the way to a photo leaves nothing half made and nothing for ever."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from apps.clients.services.photos import HOLDER
from apps.common.images import SIZES
from apps.common.photos import photo_files
from apps.common.storage import files
from apps.pictures.models import Picture
from apps.pictures.selectors import underway
from apps.pictures.services import prepare_photo, remove_file
from apps.pictures.services.preparing import PREPARE
from apps.pictures.services.removing import REMOVE
from tenants.registry.context import enter_public
from tenants.registry.models import DueWork
from tests.architecture.files import PROJECT
from tests.factories.pictures import opened
from tests.pictures.conftest import due_of, names, send

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.clients.models import Client
    from apps.common.business import BusinessRef
    from tests.harness.tasks import RunCommitHooks


def test_an_upload_that_breaks_off_is_swept(
    client: Client, owner: User, business: BusinessRef, monkeypatch: pytest.MonkeyPatch, at_once: RunCommitHooks
) -> None:
    """The process ends after the file is kept and before its row is."""
    monkeypatch.setattr("apps.common.due.do_soon", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        send(client, owner)
    (left,) = names()
    assert Picture.objects.count() == 0
    with enter_public():
        row = DueWork.objects.get(schema_name=business.schema_name, kind=REMOVE)
        assert (row.key, row.due_at > timezone.now()) == (left, True)
    remove_file(name=left)
    assert (names(), due_of(business)) == ([], set())


def test_a_picture_that_kills_workers_is_given_up(client: Client, owner: User) -> None:
    made = send(client, owner)
    Picture.objects.filter(pk=made.pk).update(attempt=3)
    prepare_photo(picture_id=made.pk)
    made.refresh_from_db()
    assert "several attempts" in made.reason


def test_half_a_file_of_a_killed_worker_is_written_anew(client: Client, owner: User) -> None:
    made = send(client, owner)
    for size in SIZES:
        files().save(f"photos/{made.pk}-{size}.webp", ContentFile(b"half"))
    prepare_photo(picture_id=made.pk)
    client.refresh_from_db()
    assert all(opened(b"".join(files().chunks(name))).format == "WEBP" for name in photo_files(client.photo))
    assert [name for name in names() if not name.startswith("uploads/")] == sorted(photo_files(client.photo))


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_leaves_the_work_to_the_next(
    client: Client, owner: User, business: BusinessRef
) -> None:
    """A process of its own dies in the middle, its files half made; the lock it held goes with it."""
    made = send(client, owner)
    connection.close()
    child = _die_preparing(made, business)
    assert child == -signal.SIGKILL
    assert due_of(business) >= {PREPARE}
    waiting = underway(HOLDER, client.pk)
    assert waiting is not None
    assert waiting.attempt == 1
    client.refresh_from_db()
    assert client.photo == ""
    prepare_photo(picture_id=made.pk)
    client.refresh_from_db()
    assert client.photo == str(made.pk)


def _die_preparing(made: Picture, business: BusinessRef) -> int:
    """Prepare it in another process that is killed between two of its files."""
    script = f"""
import os, signal, django; django.setup()
from tenants.registry.context import enter_business, enter_public
from tenants.registry.models import Tenant
from apps.pictures.services import preparing
with enter_public():
    tenant = Tenant.objects.get(schema_name={business.schema_name!r})
kept = []
save = preparing.ContentFile
def content(data):
    kept.append(data)
    if len(kept) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return save(data)
preparing.ContentFile = content
with enter_business(tenant.as_ref()):
    preparing.prepare_photo(picture_id={str(made.pk)!r})
"""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    return subprocess.run([sys.executable, "-c", script], cwd=PROJECT, env=environment, check=False).returncode  # noqa: S603 - ours
