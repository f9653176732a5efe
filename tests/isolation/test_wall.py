"""What of the platform's tables a business can reach. Attacks are in test_wall_attacks.py."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from apps.common import due
from tenants.registry.context import enter_business, enter_public
from tenants.registry.models import DueWork

if TYPE_CHECKING:
    from apps.common.business import BusinessRef


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
