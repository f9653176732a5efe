"""A deploy and an act on a whole business never happen at the same time."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from tenants.registry.models import Operation, Tenant
from tenants.registry.services.archives.dropping import drop_business
from tenants.registry.services.archives.errors import Busy
from tenants.registry.services.archives.importing import import_business
from tenants.registry.services.archives.moving import abort_move, move_business
from tenants.registry.services.archives.operations import exclusive
from tenants.registry.services.migrations.lock import AnotherDeploy, DeployLock
from tests.harness.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

DEPLOY = r"A deploy is migrating the businesses, or waits to \(\S+ \d+ from a local socket migrates since 2"


def test_nothing_is_moved_imported_or_dropped_beside_a_deploy(iron: Tenant, east: object, archive: Path) -> None:
    with DeployLock(wait=False, tell=print):
        with pytest.raises(Busy, match=DEPLOY):
            move_business(tenant_id=iron.pk, to="east")
        with pytest.raises(Busy, match=DEPLOY):
            abort_move(tenant_id=iron.pk)
        with pytest.raises(Busy, match=DEPLOY):
            drop_business(tenant_id=iron.pk)
        with pytest.raises(Busy, match=DEPLOY):
            import_business(path=archive, subdomain="iron-copy")
    assert list(Operation.objects.values_list("kind", flat=True)) == ["import"]  # its address is kept for it
    assert Tenant.objects.get(pk=iron.pk).state == Tenant.State.READY
    assert import_business(path=archive, subdomain="iron-copy").state == Tenant.State.READY
    move_business(tenant_id=iron.pk, to="east")


def test_no_deploy_begins_beside_an_act_and_is_told_who_is_at_it(iron: Tenant) -> None:
    with exclusive(iron.pk, does="moves"):
        with pytest.raises(AnotherDeploy, match=r"^\S+ \d+ from a local socket moves since 2"):
            DeployLock(wait=False, tell=print).__enter__()
    with DeployLock(wait=False, tell=print):
        pass


def test_a_deploy_that_waits_lets_nobody_in_before_it(iron: Tenant, transactional_db: None) -> None:
    told: list[str] = []
    over = threading.Event()

    def deploy() -> None:
        with DeployLock(wait=True, tell=told.append):
            over.set()

    thread = threading.Thread(target=deploy)
    with exclusive(iron.pk, does="moves"):
        thread.start()
        until(lambda: told, "the deploy to find the move")
        assert "moves since" in told[0]
        until(lambda: _refused(iron), "the deploy to stand in the queue")
        assert not over.is_set()
    thread.join(20)
    assert over.is_set()
    drop_business(tenant_id=iron.pk)


def _refused(tenant: Tenant) -> bool:
    try:
        with exclusive(Operation().pk, does="drops"):
            return False
    except Busy as busy:
        return "moves since" in str(busy)
