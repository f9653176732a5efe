"""SQL that somebody smuggled in, run in one business: Postgres itself keeps it there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from apps.common import due
from tenants.registry.context import enter_business, enter_public
from tenants.registry.models import DueWork
from tests.factories import UserFactory

if TYPE_CHECKING:
    from apps.common.business import BusinessRef

ATTACKS = {
    "read another business": "SELECT * FROM {rival}.accounts_user",
    "read it through a view of our own": "CREATE VIEW stolen AS SELECT * FROM {rival}.accounts_user",
    "write into another business": "INSERT INTO {rival}.django_session VALUES ('k', 'd', now())",
    "make a table in another business": "CREATE TABLE {rival}.planted (id int)",
    "drop another business": "DROP SCHEMA {rival} CASCADE",
    "become another business": "GRANT {rival} TO {own}",
    "be granted another business's table": "GRANT SELECT ON {rival}.accounts_user TO {own}",
    "read the platform's businesses": "SELECT * FROM public.tenants_tenant",
    "read the platform's staff": "SELECT * FROM public.accounts_user",
    "read who signed up": "SELECT * FROM public.signup_sign_up",
    "make a table in public": "CREATE TABLE public.planted (id int)",
    "make a schema": "CREATE SCHEMA planted",
    "make a role": "CREATE ROLE planted",
    "copy another business out": "COPY {rival}.accounts_user TO STDOUT",
    "copy into another business": "COPY {rival}.django_session FROM STDIN",
    "copy to a program": "COPY accounts_user TO PROGRAM 'cat'",
    "copy from a file": "COPY django_session FROM '/etc/hostname'",
    "change the role inside a query": "SELECT set_config('role', '{rival}', false)",
    "read a file": "SELECT pg_read_file('/etc/hostname')",
    "change who may do what with rows": "ALTER TABLE public.due_work DISABLE ROW LEVEL SECURITY",
    "make a trusted extension": "CREATE EXTENSION IF NOT EXISTS hstore",
    "find the platform's tables without their schema": "SELECT * FROM tenants_tenant",
}

REFUSAL = r"permission denied|does not exist|must be owner"


@pytest.mark.parametrize("attack", ATTACKS)
def test_refused(attack: str, business: BusinessRef, rival: BusinessRef) -> None:
    statement = ATTACKS[attack].format(own=business.schema_name, rival=rival.schema_name)
    with (
        pytest.raises(DatabaseError, match=REFUSAL),
        transaction.atomic(),
    ):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_same_statement_works_at_home(business: BusinessRef) -> None:
    """The refusals above are about the wall, not about the statements."""
    UserFactory()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {business.schema_name}.accounts_user")  # noqa: S608 - our own schema's name
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT current_user, current_schema()")
        assert cursor.fetchone() == (business.schema_name, business.schema_name)


def test_every_public_table_but_due_work_is_out_of_reach(business: BusinessRef) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
            " WHERE nspname = 'public' AND relkind IN ('r', 'v', 'm', 'p')"
            " AND has_table_privilege(current_user, pg_class.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES')"
        )
        assert [name for (name,) in cursor.fetchall()] == ["due_work"]


def test_due_work_of_another_business_is_unseen_and_untouched(business: BusinessRef, rival: BusinessRef) -> None:
    soon = timezone.now() + timedelta(hours=1)
    due.schedule(kind="tests.kind", key="ours", due_at=soon)
    with enter_business(rival):
        due.schedule(kind="tests.kind", key="theirs", due_at=soon)
        with connection.cursor() as cursor:
            cursor.execute("SELECT key FROM public.due_work")
            assert cursor.fetchall() == [("theirs",)]
            cursor.execute("UPDATE public.due_work SET due_at = now() RETURNING key")
            assert cursor.fetchall() == [("theirs",)]
            cursor.execute("DELETE FROM public.due_work RETURNING key")
            assert cursor.fetchall() == [("theirs",)]
    with enter_public():
        assert list(DueWork.objects.values_list("schema_name", "key")) == [(business.schema_name, "ours")]


def test_due_work_cannot_be_planted_for_another_business(business: BusinessRef, rival: BusinessRef) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO public.due_work (schema_name, kind, key, due_at) VALUES (%s, 'k', 'k', now())",
            [rival.schema_name],
        )
    due.schedule(kind="k", key="k", due_at=timezone.now())
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE public.due_work SET schema_name = %s", [rival.schema_name])
