"""A real worker, killed in the middle of an import and of taking it back: every row once, then none."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from apps.accounts.roles import Role
from apps.activity.models import Activity
from apps.clients.models import Client, ImportBatch
from apps.clients.services import update_client
from apps.clients.services.imports import check_import, start_run, start_undo, upload_import
from tenants.registry.context import enter_public
from tenants.registry.models import DueWork
from tenants.registry.tasks import sweep_due_work
from tests.factories import UserFactory
from tests.harness.waiting import until
from tests.harness.workers import kill, worker

if TYPE_CHECKING:
    from pathlib import Path

    from apps.common.business import BusinessRef

ROWS = 3_000  # six chunks of the import; it is killed after the first or second
PATIENCE = 90.0


def sweep() -> None:
    """Let the time pass after which work is sent again."""
    with enter_public():
        DueWork.objects.update(due_at=timezone.now() - timedelta(seconds=1))
        assert sweep_due_work() == 1


def fresh(batch: ImportBatch) -> ImportBatch:
    batch.refresh_from_db()
    return batch


def emails() -> list[str | None]:
    return sorted(Client.objects.values_list("email", flat=True), key=str)


@pytest.mark.django_db(transaction=True)
def test_each_row_once_and_then_none(business: BusinessRef, tmp_path: Path) -> None:
    owner = UserFactory(role=Role.OWNER)
    expected = [f"c{number:05}@mail.example" for number in range(ROWS)]
    data = "Name;Email\n" + "".join(f"Client {email[1:6]};{email}\n" for email in expected)
    batch = upload_import(by=owner, file_name="many.csv", data=data.encode())
    check_import(batch_id=batch.pk)
    assert fresh(batch).good == ROWS
    start_run(batch_id=batch.pk, by=owner, accept_errors=False)
    with worker(tmp_path / "first.log") as first:
        until(Client.objects.exists, "the first clients", PATIENCE)
        kill(first)
    came = Client.objects.count()
    assert 0 < came < ROWS, "killed in the middle"
    assert fresh(batch).imported == came, "a chunk is in and counted, or neither"

    sweep()
    with worker(tmp_path / "second.log") as second:
        until(lambda: fresh(batch).state == ImportBatch.State.DONE, "the second worker to finish", PATIENCE)
        assert emails() == expected
        assert (batch.imported, batch.skipped) == (ROWS, 0)
        assert Activity.objects.filter(name="clients.imported").count() == 1

        touched = Client.objects.order_by("pk")[ROWS // 2]
        update_client(client_id=touched.pk, by=owner, goal="Strength")
        start_undo(batch_id=batch.pk, by=owner)
        until(lambda: fresh(batch).removed, "the first clients to go", PATIENCE)
        kill(second)
    left = Client.objects.count()
    assert 0 < left < ROWS, "killed in the middle"
    assert fresh(batch).removed == ROWS - left, "clients are gone and counted, or neither"

    sweep()
    with worker(tmp_path / "third.log"):
        until(lambda: fresh(batch).state == ImportBatch.State.UNDONE, "the third worker to finish", PATIENCE)
    assert emails() == [touched.email]
    assert (batch.removed, batch.remained) == (ROWS - 1, 1)
    assert Activity.objects.filter(name="clients.import_undone").count() == 1
    with enter_public():
        assert not DueWork.objects.exists()
