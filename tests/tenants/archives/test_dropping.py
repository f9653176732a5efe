"""A business that is dropped is gone everywhere, and there is a proof of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client as Browser
from django.utils import timezone

from apps.common.errors import Conflict, NotFound
from tenants.registry.models import AuditEntry, Domain, DueWork, Operation, Tenant
from tenants.registry.services.archives.dropping import drop_business
from tenants.registry.services.archives.errors import Busy
from tenants.registry.services.archives.moving import move_business
from tenants.registry.services.archives.operations import begin, exclusive
from tenants.registry.services.provisioning import BUILDER_IS_DEAD_AFTER
from tenants.registry.tasking import BusinessGone, TenantTask
from tests.tenants.archives.conftest import files_of
from tests.tenants.test_provisioning import ask, left_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import CompletedProcess

pytestmark = pytest.mark.django_db(transaction=True)


def test_everything_goes_and_the_proof_says_what(iron: Tenant) -> None:
    home = files_of(iron)
    Domain.objects.create(tenant=iron, domain="iron.example", is_primary=False)
    assert Browser(SERVER_NAME=iron.host).get("/").status_code == 302
    proof = drop_business(tenant_id=iron.pk, reason="asked for by the owner")
    assert left_of(iron.schema_name) == []
    assert not home.exists()
    assert not DueWork.objects.filter(schema_name=iron.schema_name).exists()
    assert not Domain.objects.exists()
    assert (proof["subdomain"], proof["schema_name"]) == ("iron-temple", iron.schema_name)
    assert proof["tables"]["clients_client"] == 3
    assert (proof["files"], proof["bytes"], proof["platform_rows"]["tenants_domain"]) == (1, 900, 1)
    assert proof["due_work"] >= 1
    assert list(AuditEntry.objects.filter(tenant=iron).values_list("act", "reason")) == [
        ("drop", "asked for by the owner"),
        ("dropped", "iron-temple"),
    ]


def test_its_address_is_unknown_and_its_name_is_free(iron: Tenant) -> None:
    drop_business(tenant_id=iron.pk)
    assert Browser(SERVER_NAME=iron.host).get("/").status_code == 404
    with pytest.raises(NotFound):
        drop_business(tenant_id=iron.pk)
    assert ask("iron-temple").subdomain == "iron-temple"


def test_while_it_goes_its_address_is_unknown_and_its_tasks_are_dropped(iron: Tenant) -> None:
    iron.begin_dropping("")
    iron.save()
    assert Browser(SERVER_NAME=iron.host).get("/").status_code == 404
    with pytest.raises(BusinessGone):
        TenantTask()._run_in(str(iron.pk), (), {})


def test_a_business_that_never_stood_can_be_dropped(transactional_db: None) -> None:
    tenant = ask()
    proof = drop_business(tenant_id=tenant.pk)
    assert (proof["tables"], proof["files"]) == ({}, 0)
    assert Tenant.objects.get(pk=tenant.pk).state == Tenant.State.DROPPED


def test_a_business_that_somebody_builds_is_not_dropped_under_him(transactional_db: None) -> None:
    tenant = ask()
    tenant.begin_building()
    tenant.save()
    with pytest.raises(Busy, match="being built"):
        drop_business(tenant_id=tenant.pk)
    Tenant.objects.filter(pk=tenant.pk).update(state_changed_at=timezone.now() - 2 * BUILDER_IS_DEAD_AFTER)
    assert drop_business(tenant_id=tenant.pk)["tables"] == {}


def test_one_act_at_a_time(iron: Tenant) -> None:
    with exclusive(iron.pk, does="moves"), pytest.raises(Busy):
        drop_business(tenant_id=iron.pk)
    begin(tenant=iron, kind=Operation.Kind.MOVE, by=None, reason="", phase="copying", source="main", target="east")
    with pytest.raises(Conflict, match="A move of iron-temple was begun"):
        drop_business(tenant_id=iron.pk)
    assert left_of(iron.schema_name) == ["role", "schema"]


KILLED = """
import os, signal, sys, django
django.setup()
from tenants.registry.services.archives import dropping
tenant, step = sys.argv[1:]
setattr(dropping, step, lambda *_args, **_named: os.kill(os.getpid(), signal.SIGKILL))
dropping.drop_business(tenant_id=tenant)
"""


@pytest.mark.parametrize("step", ["_count", "drop_schema", "_remove_files", "_finish", "_remove_rows"])
def test_killed_anywhere_dropping_again_completes(
    iron: Tenant, manage: Callable[..., CompletedProcess[str]], step: str
) -> None:
    done = manage("-c", KILLED, str(iron.pk), step)
    assert done.returncode == -9, done.stderr
    assert Browser(SERVER_NAME=iron.host).get("/").status_code == 404
    proof = drop_business(tenant_id=iron.pk)
    assert proof["tables"]["clients_client"] == 3
    assert (left_of(iron.schema_name), files_of(iron).exists()) == ([], False)
    assert Operation.objects.get().phase == "done"
    assert AuditEntry.objects.filter(tenant=iron).count() == 2


def test_a_business_on_another_server_is_dropped_there(iron: Tenant, east: object) -> None:
    move_business(tenant_id=iron.pk, to="east")
    proof = drop_business(tenant_id=iron.pk)
    assert (proof["database"], proof["tables"]["clients_client"], proof["due_work"] >= 1) == ("east", 3, True)
    assert settings.DATABASE_SERVERS.keys() == {"main", "east"}
