"""A business is built on its server, its row stands on main: two transactions, killed anywhere."""

from __future__ import annotations

import signal
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from celery import current_app, shared_task
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.common.tasks import send_on_commit
from tenants.registry.context import enter_business, enter_public
from tenants.registry.models import Tenant
from tenants.registry.postgres.admin import admin_session
from tenants.registry.services import opening
from tenants.registry.services.placement import place_new_business
from tenants.registry.services.provisioning import BUILDER_IS_DEAD_AFTER, build_business, request_business
from tests.factories import UserFactory
from tests.harness.second_server import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.common.business import BusinessRef
    from tests.harness.second_server import SecondServer
    from tests.tenants.servers.conftest import Build, Manage

TASK = "tests.greet"


class Broken(Exception):
    """Something on the way failed."""


@pytest.fixture
def asked(east: SecondServer, monkeypatch: pytest.MonkeyPatch) -> Tenant:
    monkeypatch.setattr(settings, "NEW_BUSINESS_SERVERS", [NAME])
    return request_business(name="Iron Temple", subdomain="iron-temple", country="GB", currency="GBP", time_zone="UTC")


@pytest.fixture
def greeted() -> Iterator[list[tuple[str, str, str]]]:
    """Register a task; tell what it was given, where it was sent from, and the state of its business at that moment."""
    seen: list[tuple[str, str, str]] = []

    @shared_task(name=TASK)
    def greet(key: str) -> None: ...

    def note(args: Any, headers: Any) -> None:
        with enter_public():
            seen.append((args[0], headers["business"], Tenant.objects.get(pk=headers["business"]).state))

    greet.apply_async = note  # type: ignore[assignment, method-assign] # nothing is sent
    yield seen
    current_app.tasks.unregister(TASK)


def furnish(tenant: Tenant) -> None:
    UserFactory(full_name=tenant.name)
    send_on_commit(TASK, "hello")


def schemas(database: str) -> set[str]:
    with admin_session(database) as session:
        return {name for (name,) in session.execute(r"SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\_%'")}


def test_the_schema_stands_there_and_the_row_here(asked: Tenant, greeted: list[Any]) -> None:
    assert asked.database == NAME
    built = build_business(tenant_id=asked.pk, furnish=furnish)
    assert built is not None
    assert built.state == Tenant.State.READY
    assert built.schema_name in schemas(NAME) - schemas("main")
    with enter_business(built.as_ref()):
        assert User.objects.get().full_name == "Iron Temple"
    assert greeted == [("hello", str(asked.pk), "ready")], "a task finds no business that is not ready"


@pytest.mark.parametrize("where", ["furnishing", "opening"])
def test_a_failure_leaves_nothing(
    where: str, asked: Tenant, greeted: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(_tenant: Tenant) -> None:
        raise Broken

    with monkeypatch.context() as patch:
        if where == "opening":
            patch.setattr(opening, "_open", break_down)
        with pytest.raises(Broken):
            build_business(tenant_id=asked.pk, furnish=break_down if where == "furnishing" else furnish)
    failed = Tenant.objects.get(pk=asked.pk)
    assert (failed.state, schemas(NAME), greeted) == (Tenant.State.FAILED, set(), [])
    built = build_business(tenant_id=asked.pk, furnish=furnish)
    assert built is not None
    with enter_business(built.as_ref()):
        assert User.objects.count() == 1


KILLED_BETWEEN = """
import os, signal, sys, django
django.setup()
from apps.accounts.models import User
from tenants.registry.services import opening
from tenants.registry.services.provisioning import build_business
opening._open = lambda tenant: os.kill(os.getpid(), signal.SIGKILL)
build_business(
    tenant_id=sys.argv[1], furnish=lambda tenant: User.objects.create(email="a@gym.example", full_name="First", role="owner")
)
"""


def test_a_builder_killed_between_the_two_is_replaced(asked: Tenant, greeted: list[Any], manage: Manage) -> None:
    killed = manage("-c", KILLED_BETWEEN, str(asked.pk))
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    left = Tenant.objects.get(pk=asked.pk)
    assert (left.state, schemas(NAME)) == (Tenant.State.BUILDING, {left.schema_name})
    with enter_business(left.as_ref()):
        assert User.objects.count() == 1, "the first half held"
    past = timezone.now() - BUILDER_IS_DEAD_AFTER - timedelta(seconds=1)
    Tenant.objects.filter(pk=asked.pk).update(state_changed_at=past)
    built = build_business(tenant_id=asked.pk, furnish=furnish)
    assert built is not None
    assert (built.state, built.attempts) == (Tenant.State.READY, 2)
    with enter_business(built.as_ref()):
        assert User.objects.count() == 1


def test_new_ones_go_where_there_are_fewest(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """Main has two of every test's."""
    assert place_new_business() == "main", "a server takes businesses once it is named"
    monkeypatch.setattr(settings, "NEW_BUSINESS_SERVERS", ["main", NAME])
    assert place_new_business() == NAME
    for name in ("one", "two", "three"):
        Tenant.objects.create(name=name, subdomain=name, skeleton=name, database=NAME)
    assert place_new_business() == "main"
    monkeypatch.setattr(settings, "NEW_BUSINESS_SERVERS", [NAME])
    assert place_new_business() == NAME


def test_a_task_runs_on_the_server_of_its_business(eastern: BusinessRef) -> None:
    ran: list[str] = []

    @shared_task(name=TASK)
    def greet() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT current_user::text")
            ran.append(f"{connection.database} {cursor.fetchone()[0]}")  # type: ignore[attr-defined] # our own wrapper

    try:
        current_app.tasks[TASK].apply(headers={"business": eastern.id}, throw=True)
    finally:
        current_app.tasks.unregister(TASK)
    assert ran == [f"{NAME} {eastern.schema_name}"]


def test_preparing_again_changes_nothing_and_a_bare_database_is_refused(
    prepared_east: SecondServer, manage: Manage
) -> None:
    again = manage("tenant_server", "prepare", NAME)
    assert (again.returncode, again.stdout) == (0, "east is ready\n"), again.stderr
    empty = {name: url.replace("/mecto?", "/postgres?") for name, url in prepared_east.variables.items()}
    refused = manage("tenant_server", "prepare", **empty)
    assert refused.returncode == 1
    assert "lacks btree_gist, citext, pg_trgm, unaccent: run deploy/database/roles.sql in it." in refused.stderr
    assert "- east: Its login may call set_config" in refused.stderr


def test_the_list_names_servers(prepared_east: SecondServer, manage: Manage, transactional_db: None) -> None:
    done = manage("tenant_server", "list", NEW_BUSINESS_SERVERS="east")
    assert [line.split() for line in done.stdout.splitlines()] == [
        ["server", "state", "new", "ones", "businesses"],
        ["main", "answers", "closed", "2"],
        [NAME, "answers", "accepted", "0"],
    ]


def test_due_work_is_the_same_table_on_both(east: SecondServer) -> None:
    query = """SELECT attname::text, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute
               WHERE attrelid = 'public.due_work'::regclass AND attnum > 0
               UNION ALL SELECT indexdef, '', true FROM pg_indexes WHERE tablename = 'due_work'
               UNION ALL SELECT polname::text, pg_get_expr(polqual, polrelid), true FROM pg_policy
               UNION ALL SELECT 'acl', relacl::text, relrowsecurity FROM pg_class WHERE oid = 'public.due_work'::regclass
               ORDER BY 1, 2"""
    found = []
    for database in ("main", NAME):
        with admin_session(database) as session:
            found.append(session.execute(query).fetchall())
    assert found[0] == found[1]
    assert len(found[0]) >= 10
