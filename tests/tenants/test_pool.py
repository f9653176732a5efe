"""The warm pool: filled by one, taken by one, never leaking, never used when it is out of date."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from celery import current_app
from django.db import connection, transaction
from django.utils import timezone

from tenants.registry.models import PooledSchema, SchemaScript, Tenant
from tenants.registry.postgres.admin import admin_session
from tenants.registry.services import pool, provisioning
from tenants.registry.services.migrations import shape
from tenants.registry.services.pool import FILL_POOL, fill_pool, take_schema
from tenants.registry.services.provisioning import BUILDER_IS_DEAD_AFTER, build_business
from tenants.registry.services.schemas import build_schema, drop_schema_in
from tenants.registry.services.scripts import current_script, fingerprint, pieces_of
from tests.architecture.files import PROJECT
from tests.harness.races import give_up_waiting_after
from tests.tenants.test_provisioning import Broken, ask, at_once, break_down, furnish, left_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings

pytestmark = pytest.mark.django_db(transaction=True)

READY, BUILDING = PooledSchema.State.READY, PooledSchema.State.BUILDING


@pytest.fixture(autouse=True)
def wanted(settings: Settings) -> Iterator[None]:
    settings.POOL_SIZE = 2
    current_script()
    yield
    SchemaScript.objects.exclude(pk=fingerprint()).delete()  # the harness keeps this table


def fill(_number: int = 0) -> int:
    return fill_pool(database="main", pause=0)


def names() -> list[str]:
    return list(PooledSchema.objects.order_by("created_at").values_list("pk", flat=True))


def test_filling_makes_as_many_as_are_wanted_and_no_more() -> None:
    assert (fill(), fill()) == (2, 0)
    assert {(row.state, row.schema_version, row.database) for row in PooledSchema.objects.all()} == {
        (READY, fingerprint(), "main")
    }
    assert [left_of(name) for name in names()] == [["role", "schema"]] * 2


def test_a_schema_that_grew_slowly_is_what_building_at_once_makes() -> None:
    pieces = pieces_of(current_script().sql)
    fill_pool(database="main", pause=0.01)
    with admin_session() as session:
        build_schema(session, "t_at_once", current_script().sql)
        assert shape.lines(session, names()[0]) == shape.lines(session, "t_at_once")
        session.execute("RESET ROLE")
        drop_schema_in(session, "t_at_once")
    assert len(pieces) > 50, "a migration at a time"


def test_a_new_business_takes_the_oldest_and_the_pool_is_filled_again(celery_inline: list[str]) -> None:
    fill()
    oldest, other = names()
    tenant = build_business(tenant_id=ask().pk, furnish=furnish)
    assert tenant is not None
    assert (tenant.state, tenant.schema_name) == (Tenant.State.READY, oldest)
    assert tenant.schema_version == fingerprint()
    assert celery_inline == [FILL_POOL]
    assert len(names()) == 2
    assert names()[0] == other


def test_an_empty_pool_builds_at_once() -> None:
    tenant = build_business(tenant_id=ask().pk, furnish=furnish)
    assert tenant is not None
    assert (tenant.state, tenant.schema_version) == (Tenant.State.READY, fingerprint())
    assert left_of(tenant.schema_name) == ["role", "schema"]


def test_a_schema_is_taken_with_its_tenant_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    fill()
    before = names()
    tenant = ask()
    monkeypatch.setattr(Tenant, "save", lambda *_, **__: break_down(tenant))
    with pytest.raises(Broken):
        provisioning._begin(tenant.pk)
    assert names() == before


def test_a_failure_after_the_claim_leaves_nothing() -> None:
    fill()
    taken, other = names()
    tenant = ask()
    with pytest.raises(Broken):
        build_business(tenant_id=tenant.pk, furnish=break_down)
    assert (left_of(taken), names()) == ([], [other])
    built = build_business(tenant_id=tenant.pk, furnish=furnish)
    assert built is not None
    assert (built.schema_name, names()) == (other, [])


def test_what_a_killed_builder_took_is_built_anew_under_its_name() -> None:
    fill()
    taken, other = names()
    tenant = provisioning._begin(ask().pk)  # and then it is killed
    assert tenant is not None
    Tenant.objects.update(state_changed_at=timezone.now() - BUILDER_IS_DEAD_AFTER)
    built = build_business(tenant_id=tenant.pk, furnish=furnish)
    assert built is not None
    assert (built.schema_name, built.schema_version, names()) == (taken, fingerprint(), [other])


def test_businesses_that_come_at_once_take_different_schemas_and_wait_for_nobody() -> None:
    fill()
    with transaction.atomic():
        first = take_schema(database="main")  # held open while another takes its own

        def take(_number: int) -> Any:
            try:
                give_up_waiting_after(2)
                with transaction.atomic():
                    return take_schema(database="main")
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as threads:
            others = [threads.submit(take, number).result() for number in range(2)]
    assert first is not None
    assert sorted(name for name, _ in filter(None, [first, *others])) == sorted({first[0], others[0][0]})
    assert (len({first[0], others[0][0]}), others[1]) == (2, None)


def test_two_fillers_do_not_overfill() -> None:
    assert sorted(at_once(fill, [1, 2])) == [0, 2]
    assert len(names()) == 2


def test_a_build_blocks_no_other_build() -> None:
    """One build stands open in the middle of its transaction: another schema, role and claim go through beside it."""
    fill()
    tenant = ask()
    with admin_session() as session, session.transaction():
        build_schema(session, "t_slowly", current_script().sql)
        with ThreadPoolExecutor(1) as threads:
            built = threads.submit(at_once, lambda pk: build_business(tenant_id=pk, furnish=furnish), [tenant.pk])
            assert built.result(timeout=10)[0].state == Tenant.State.READY
        with admin_session() as other:
            other.execute("SET lock_timeout = '5s'")
            build_schema(other, "t_beside", current_script().sql)
    assert left_of("t_slowly") == left_of("t_beside") == ["role", "schema"]


KILLED_WHILE_BUILDING = """
import os, signal, django
django.setup()
from tenants.registry.services import pool, schemas
rests = []
def rest(_seconds):
    rests.append(1)
    if len(rests) == 40:
        os.kill(os.getpid(), signal.SIGKILL)
schemas.time.sleep = rest
pool.fill_pool(database="main")
"""


def test_what_a_killed_builder_left_is_found_and_dropped() -> None:
    command = [sys.executable, "-c", KILLED_WHILE_BUILDING]
    environment = os.environ | {"POOL_SIZE": "2"}
    killed = subprocess.run(command, cwd=PROJECT, env=environment, check=False, capture_output=True)  # noqa: S603 - ours
    assert killed.returncode == -signal.SIGKILL
    row = PooledSchema.objects.get()
    assert (row.state, left_of(row.pk)) == (BUILDING, ["role", "schema"])
    assert take_schema(database="main") is None, "half a schema is never given away"

    assert fill() == 2
    assert (row.pk in names(), left_of(row.pk)) == (False, [])
    assert PooledSchema.objects.filter(state=READY).count() == 2


def test_schemas_of_older_migrations_are_not_taken_and_replaced() -> None:
    fill()
    old = names()
    PooledSchema.objects.update(schema_version="older")
    assert take_schema(database="main") is None
    assert fill() == 2
    assert [left_of(name) for name in old] == [[], []]
    assert set(PooledSchema.objects.values_list("schema_version", flat=True)) == {fingerprint()}


def test_a_release_that_is_no_longer_the_newest_leaves_the_pool_alone(settings: Settings) -> None:
    fill()
    SchemaScript.objects.create(fingerprint="newer", sql="")
    PooledSchema.objects.update(schema_version="newer")
    settings.POOL_SIZE = 3
    assert fill() == 0
    assert len(names()) == 2


def test_a_schema_that_a_business_has_is_never_dropped() -> None:
    tenant = build_business(tenant_id=ask().pk, furnish=furnish)
    assert tenant is not None
    PooledSchema.objects.create(schema_name=tenant.schema_name, schema_version="older")
    fill()
    assert left_of(tenant.schema_name) == ["role", "schema"]


def test_a_build_that_fails_is_cleaned_up_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(pool, "build_gently", lambda *_, **__: (_ for _ in ()).throw(Broken))
        with pytest.raises(Broken):
            fill()
    failed = names()
    assert (fill(), failed[0] in names()) == (2, False)


def test_a_server_that_is_away_does_not_hold_up_the_others(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    main = settings.DATABASE_SERVERS["main"]
    nowhere = type(main.admin)(name="x", user="x", password="", host="/nonexistent", port="")
    settings.DATABASE_SERVERS = {"main": main, "east": type(main)(app=nowhere, admin=nowhere)}
    settings.NEW_BUSINESS_SERVERS = ["east", "main"]
    current_app.tasks[FILL_POOL]()
    assert "The pool of east was not filled" in caplog.text
    assert len(names()) == 2
