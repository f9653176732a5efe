"""From a request to a business, through everything that can go wrong on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.utils import timezone

from apps.accounts.models import User
from apps.common.errors import InvalidInput
from tenants.registry.context import enter_business
from tenants.registry.models import Tenant
from tenants.registry.postgres.admin import admin_session
from tenants.registry.services import provisioning
from tenants.registry.services.provisioning import BUILDER_IS_DEAD_AFTER, build_business, request_business
from tests.architecture.files import PROJECT
from tests.factories import UserFactory

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db(transaction=True)


class Broken(Exception):
    """Something on the way failed."""


def ask(subdomain: str = "iron-temple") -> Tenant:
    return request_business(name="Iron Temple", subdomain=subdomain, country="GB", currency="GBP", time_zone="UTC")


def furnish(tenant: Tenant) -> None:
    UserFactory(full_name=tenant.name)


def break_down(_tenant: Tenant) -> None:
    raise Broken


def left_of(schema_name: str) -> list[str]:
    """Return what Postgres still knows of a schema: the schema itself, its role."""
    with admin_session() as session:
        query = (
            "SELECT 'schema' FROM pg_namespace WHERE nspname = %s UNION SELECT 'role' FROM pg_roles WHERE rolname = %s"
        )
        return sorted(row[0] for row in session.execute(query, [schema_name, schema_name]))


def at_once(work: Callable[[Any], Any], arguments: list[Any]) -> list[Any]:
    """Run the calls in threads that start at the same moment, each on its own connection; errors are answers."""
    start = threading.Barrier(len(arguments))

    def run(argument: Any) -> Any:
        start.wait()
        try:
            return work(argument)
        except InvalidInput as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(arguments)) as threads:
        return list(threads.map(run, arguments))


def test_a_business_is_built_and_furnished() -> None:
    tenant = build_business(tenant_id=ask().pk, furnish=furnish)
    assert tenant is not None
    assert (tenant.state, tenant.attempts, tenant.subdomain) == (Tenant.State.READY, 1, "iron-temple")
    assert left_of(tenant.schema_name) == ["role", "schema"]
    with enter_business(tenant.as_ref()):
        assert User.objects.get().full_name == "Iron Temple"


def test_building_twice_builds_once() -> None:
    tenant = ask()
    assert build_business(tenant_id=tenant.pk, furnish=furnish) is not None
    assert build_business(tenant_id=tenant.pk, furnish=break_down) is None


@pytest.mark.parametrize("where", ["build_schema", "current_script"])
def test_a_failure_leaves_nothing_and_may_be_tried_again(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tenant = ask()
    with monkeypatch.context() as patch:
        patch.setattr(provisioning, where, lambda *_arguments, **_named: break_down(tenant))
        with pytest.raises(Broken):
            build_business(tenant_id=tenant.pk, furnish=furnish)
    check_failed_then_build(tenant)


def test_a_failure_while_furnishing_leaves_nothing() -> None:
    tenant = ask()
    with pytest.raises(Broken):
        build_business(tenant_id=tenant.pk, furnish=break_down)
    check_failed_then_build(tenant)


def check_failed_then_build(tenant: Tenant) -> None:
    failed = Tenant.objects.get(pk=tenant.pk)
    assert failed.state == Tenant.State.FAILED
    assert failed.schema_name != tenant.schema_name
    assert left_of(tenant.schema_name) == left_of(failed.schema_name) == []
    built = build_business(tenant_id=tenant.pk, furnish=furnish)
    assert built is not None
    assert (built.state, built.attempts) == (Tenant.State.READY, 2)


@pytest.mark.parametrize("names", [["iron-temple"] * 4, ["iron-temple", "lron-temple", "irontemple", "iron-temp1e"]])
def test_of_racing_sign_ups_for_one_name_one_wins(names: list[str]) -> None:
    answers = at_once(ask, names)
    winners = [answer for answer in answers if isinstance(answer, Tenant)]
    refusals = [answer for answer in answers if isinstance(answer, InvalidInput)]
    assert (len(winners), len(refusals)) == (1, 3)
    assert all("is free." in refusal.fields["subdomain"][0] for refusal in refusals)
    assert Tenant.objects.filter(name="Iron Temple").count() == 1


def test_of_two_builders_one_builds() -> None:
    tenant = ask()
    answers = at_once(lambda pk: build_business(tenant_id=pk, furnish=furnish), [tenant.pk, tenant.pk])
    assert sum(answer is not None for answer in answers) == 1
    assert Tenant.objects.get(pk=tenant.pk).state == Tenant.State.READY


def test_two_businesses_are_built_at_once() -> None:
    asked = [ask("iron-temple").pk, ask("steel-house").pk]
    built = at_once(lambda pk: build_business(tenant_id=pk, furnish=furnish), asked)
    assert [tenant.state for tenant in built] == [Tenant.State.READY] * 2


KILLED_WHILE_FURNISHING = """
import os, signal, sys, django
django.setup()
from tenants.registry.services.provisioning import build_business
build_business(tenant_id=sys.argv[1], furnish=lambda tenant: os.kill(os.getpid(), signal.SIGKILL))
"""


def test_a_killed_builder_is_replaced() -> None:
    tenant = ask()
    command = [sys.executable, "-c", KILLED_WHILE_FURNISHING, str(tenant.pk)]
    killed = subprocess.run(command, cwd=PROJECT, env=os.environ, check=False, capture_output=True)  # noqa: S603 - ours
    assert killed.returncode == -signal.SIGKILL
    left = Tenant.objects.get(pk=tenant.pk)
    assert (left.state, left_of(left.schema_name)) == (Tenant.State.BUILDING, ["role", "schema"])

    assert build_business(tenant_id=tenant.pk, furnish=furnish) is None, "it may still be alive"
    Tenant.objects.filter(pk=tenant.pk).update(
        state_changed_at=timezone.now() - BUILDER_IS_DEAD_AFTER - timedelta(seconds=1)
    )
    built = build_business(tenant_id=tenant.pk, furnish=furnish)
    assert built is not None
    assert (built.state, built.attempts) == (Tenant.State.READY, 2)
    with enter_business(built.as_ref()):
        assert User.objects.count() == 1
