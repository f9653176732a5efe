"""A real worker, killed in the middle of an act on many clients: the next one does what is left, and nothing twice."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from apps.accounts.roles import Role
from apps.clients.models import BulkAct, Client, ClientChange
from apps.clients.services.bulk import start_act
from tenants.registry.context import enter_public
from tenants.registry.models import DueWork
from tests.clients.test_import_killed import PATIENCE, sweep
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory
from tests.harness.waiting import until
from tests.harness.workers import kill, worker

if TYPE_CHECKING:
    from pathlib import Path

    from apps.common.business import BusinessRef

MANY = 300


@pytest.mark.django_db(transaction=True)
def test_each_client_once(business: BusinessRef, tmp_path: Path) -> None:
    owner = UserFactory(role=Role.OWNER)
    people = ClientFactory.build_batch(MANY, email=None)
    for client in people:
        client.index_text()
    Client.objects.bulk_create(people)
    ids = [client.pk for client in people]
    act = start_act(by=owner, act="status", options={"status": "inactive"}, client_ids=ids)
    with worker(tmp_path / "first.log") as first:
        until(ClientChange.objects.exists, "the first clients", PATIENCE)
        kill(first)
    changed = Client.objects.filter(status="inactive").count()
    act.refresh_from_db()
    assert 0 < changed < MANY, "killed in the middle"
    assert act.changed == act.rows.count() == changed, "clients are changed and counted, or neither"

    sweep()
    with worker(tmp_path / "second.log"):
        until(lambda: BulkAct.objects.get().state == BulkAct.State.DONE, "the second worker to finish", PATIENCE)
    act.refresh_from_db()
    assert (act.changed, act.unchanged, act.refused) == (MANY, 0, 0)
    assert Counter(ClientChange.objects.values_list("client", flat=True)) == Counter(ids)
    assert Counter(act.rows.values_list("client", flat=True)) == Counter(ids)
    with enter_public():
        assert not DueWork.objects.filter(kind__startswith="clients.").exists()
