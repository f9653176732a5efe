"""The public schema, where only some apps have tables: what our way makes of it is what Django's own `migrate` makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from tenants.registry.services.migrations.public import migrate_few_apps, migrate_here
from tests.harness import environment
from tests.harness.database import connected_to, copy_database, drop_database
from tests.tenants.migrations.test_running import NOTE
from tests.tenants.test_schema_script import CATALOGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.tenants.migrations.conftest import History

ROWS = {
    "migrations": "SELECT app, name FROM public.django_migrations",
    "content types": "SELECT app_label, model FROM public.django_content_type",
    "permissions": "SELECT codename FROM public.auth_permission",
}


def made_by(migrate: Callable[[int], None]) -> dict[str, list[str]]:
    """Return all that stands in the public schema of a new database."""
    name = f"{environment.own_database()}_public"
    copy_database(environment.base_database(), name)
    try:
        with connected_to(name):
            migrate(0)
            migrate(0)
            with connection.cursor() as cursor:
                found = {}
                for what, query in {**CATALOGS, **ROWS}.items():
                    cursor.execute(query.replace("{schema}", "'public'"))
                    found[what] = sorted(map(repr, cursor.fetchall()))
                return found
    finally:
        drop_database(name)


def test_what_stands_in_public_is_what_stock_makes(history: History) -> None:
    history.add(NOTE)
    stock, ours = made_by(migrate_here), made_by(migrate_few_apps)
    assert ours == stock
    assert any("accounts_user" in row for row in stock["tables"])
    assert not any("insights_note" in row for row in stock["tables"])
    assert "('insights', '0001_step')" in stock["migrations"]
