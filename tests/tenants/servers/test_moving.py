"""The connection follows the business from server to server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.common import due
from apps.common.business import schema_name
from tenants.registry.context import enter_business, enter_public
from tenants.registry.models import Tenant
from tenants.registry.postgres.servers import CrossesServers, UnknownServer
from tenants.registry.services.schemas import create_schema
from tests.factories import UserFactory
from tests.harness.second_server import NAME

if TYPE_CHECKING:
    from apps.common.business import BusinessRef
    from tests.harness.second_server import SecondServer
    from tests.tenants.servers.conftest import Build


def names() -> list[str]:
    return list(User.objects.values_list("full_name", flat=True))


def where() -> tuple[str, str, str]:
    """Return what tells one running server from another, the role and the schema, as Postgres tells them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_postmaster_start_time()::text, current_user::text, current_schema()::text")
        row: tuple[str, str, str] = cursor.fetchone()
    return row


def test_each_business_is_found_on_its_server(eastern: BusinessRef, western: BusinessRef) -> None:
    assert (eastern.database, western.database) == (NAME, "main")
    with enter_business(eastern):
        assert names() == ["Eastern-Gym"]
        there, *inside = where()
        assert inside == [eastern.schema_name] * 2
    with enter_business(western):
        assert names() == ["Western-Gym"]
        here, *inside = where()
        assert inside == [western.schema_name] * 2
    assert here != there
    assert Tenant.objects.count() == 4, "the registry is on main again"


def test_inside_one_the_other_can_be_entered_and_left(eastern: BusinessRef, western: BusinessRef) -> None:
    with enter_business(eastern):
        with enter_business(western):
            assert names() == ["Western-Gym"]
            with enter_public():
                assert Tenant.objects.filter(database=NAME).count() == 1
        assert names() == ["Eastern-Gym"]


def test_the_same_schema_name_on_both_servers_is_two_schemas(eastern: BusinessRef) -> None:
    with enter_business(eastern):
        create_schema(eastern.schema_name)  # on main, wherever the connection is
    twin = replace(eastern, database="main")
    with enter_business(twin), connection.cursor() as cursor:
        cursor.execute("SELECT nspname::text FROM pg_namespace WHERE nspname = %s", [eastern.schema_name])
        assert cursor.fetchone() == (eastern.schema_name,)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = %s", [eastern.schema_name])
        assert cursor.fetchone() == (0,)
    with enter_business(eastern):
        assert names() == ["Eastern-Gym"]


def test_a_transaction_does_not_cross(eastern: BusinessRef, western: BusinessRef) -> None:
    for home, other in ((eastern, western), (western, eastern)):
        with enter_business(home), transaction.atomic():
            UserFactory(full_name="New")
            with pytest.raises(CrossesServers), enter_business(other):
                names()
            assert schema_name() == home.schema_name
            assert "New" in names(), "the transaction goes on where it was"
        with enter_business(home):
            assert "New" in names()


def test_a_transaction_of_a_business_elsewhere_does_not_reach_public_tables(eastern: BusinessRef) -> None:
    with enter_business(eastern), transaction.atomic(), pytest.raises(CrossesServers), enter_public():
        Tenant.objects.count()


def test_without_autocommit_it_is_refused_as_well(eastern: BusinessRef, western: BusinessRef) -> None:
    with enter_business(western):
        transaction.set_autocommit(False)
        try:
            names()
            with pytest.raises(CrossesServers), enter_business(eastern):
                names()
        finally:
            transaction.rollback()
            transaction.set_autocommit(True)


def test_what_waits_for_a_commit_may_go_elsewhere(eastern: BusinessRef) -> None:
    seen: list[int] = []

    def count() -> None:
        with enter_public():
            seen.append(Tenant.objects.filter(database=NAME).count())

    with enter_business(eastern):
        with transaction.atomic():
            UserFactory(full_name="New")
            transaction.on_commit(count)
        assert sorted(names()) == ["Eastern-Gym", "New"]
    assert seen == [1]


def test_a_rollback_there_leaves_the_scope_right(eastern: BusinessRef) -> None:
    with enter_business(eastern):
        with transaction.atomic():
            UserFactory(full_name="New")
            transaction.set_rollback(True)
        assert where()[1:] == (eastern.schema_name, eastern.schema_name)
        assert names() == ["Eastern-Gym"]


def test_a_server_that_nobody_told_of(eastern: BusinessRef) -> None:
    with pytest.raises(UnknownServer, match="'west'"), enter_business(replace(eastern, database="west")):
        pass
    assert schema_name() == "public"


def test_public_of_the_other_server_holds_due_work_only(east: SecondServer) -> None:
    with enter_public(NAME), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        assert [name for (name,) in cursor.fetchall()] == ["django_migrations", "due_work"]


def test_the_wall_stands_there_too(eastern: BusinessRef, build: Build) -> None:
    other = build("another-gym")
    with enter_business(other):
        due.schedule(kind="tests.remind", key="theirs", due_at=timezone.now())
    with enter_business(eastern), connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match="permission denied for schema"):
            cursor.execute(f"SELECT * FROM {other.schema_name}.accounts_user")  # noqa: S608 - a name of our own
        cursor.execute("SELECT count(*) FROM public.due_work")
        assert cursor.fetchone() == (0,)
        with pytest.raises(DatabaseError, match="permission denied for table"):
            cursor.execute("SELECT * FROM public.django_migrations")
