"""One template database with the public tables and two businesses, made once; each test process works in a copy."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import TransactionTestCase
from psycopg import sql

from apps.common.business import current_or_none
from deploy.local.borrowed import in_database
from tenants.registry import routing
from tenants.registry.context import enter_business, enter_public
from tenants.registry.models import Tenant
from tenants.registry.postgres.admin import admin_session, use_admin_login
from tenants.registry.services.provisioning import build_business, request_business
from tenants.registry.services.schemas import drop_schema
from tenants.registry.services.scripts import fingerprint
from tests.harness import environment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

    from apps.common.business import BusinessRef

FIRST, SECOND = "demo-gym", "rival-gym"
HOW_TO = "Tests need their services: run `python3 manage.py test`, with the same arguments."
# Rows that belong to the schema, not to a test.
KEPT_TABLES = {"django_migrations", "tenants_schema_script", "django_content_type", "auth_permission"}


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Give this process its own copy of the template."""
    if not environment.given("DATABASE_URL"):
        pytest.exit(HOW_TO, returncode=4)
    with django_db_blocker.unblock():
        template = _ensure_template()
        copy_database(template, environment.own_database())
        kept = list(Tenant.objects.all())
        with pytest.MonkeyPatch.context() as patch:
            # Django's flush would truncate one schema out of three, as a login that may not.
            patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: clean_database(kept))
            yield
        made = _schemas() - {tenant.schema_name for tenant in kept}
        connections.close_all()
        drop_database(environment.own_database())
        _drop_roles(made)


def _ensure_template() -> str:
    """Make the template unless another process of this run has; its name says which migrations it holds."""
    name = f"{environment.base_database()}_template_{fingerprint()[:12]}"
    with (environment.data_folder() / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _database_exists(name):
            draft = f"{name}_draft"
            drop_database(draft)
            copy_database(environment.base_database(), draft)
            with connected_to(draft):
                _fill()
            _rename(draft, name)
    return name


def _fill() -> None:
    with _as_administrator():
        call_command("migrate_tenants", public_only=True, verbosity=0)
    for subdomain in (FIRST, SECOND):
        name = subdomain.replace("-", " ").title()
        tenant = request_business(name=name, subdomain=subdomain, country="GB", currency="GBP", time_zone="UTC")
        build_business(tenant_id=tenant.pk, furnish=lambda _tenant: None)


@contextmanager
def connected_to(database: str) -> Iterator[None]:
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


@contextmanager
def _as_administrator() -> Iterator[None]:
    login = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD", "HOST", "PORT")}
    use_admin_login()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(login)


@contextmanager
def _cluster() -> Iterator[psycopg.Connection[Any]]:
    """Open the administrator's session in the base database, where databases are made and dropped."""
    url = environment.given("DATABASE_ADMIN_URL")
    with psycopg.connect(url, autocommit=True) as session:
        yield session


def _database_exists(name: str) -> bool:
    with _cluster() as session:
        return session.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def copy_database(source: str, name: str) -> None:
    """Copy a database. What stands in the catalog of databases itself is not copied: who may connect."""
    connection.close()
    drop_database(name)
    # A session in the source would forbid the copy, and this one may not be in it.
    anywhere = in_database(environment.given("DATABASE_ADMIN_URL"), "template1")
    made, login = sql.Identifier(name), sql.Identifier(settings.DATABASE_APP_USER)
    with psycopg.connect(anywhere, autocommit=True) as session:
        session.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(made, sql.Identifier(source)))
        session.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(made))
        session.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(made, login))


def _rename(name: str, new: str) -> None:
    with _cluster() as session:
        session.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(new)))


def drop_database(name: str) -> None:
    with _cluster() as session:
        session.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _drop_roles(names: set[str]) -> None:
    with _cluster() as session:
        for name in names:
            session.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(name)))


def _schemas() -> set[str]:
    with admin_session() as session:
        rows = session.execute(r"SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\_%'").fetchall()
    return {str(row[0]) for row in rows}


@pytest.fixture(scope="session")
def both_businesses(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, BusinessRef]:
    """Return the two businesses of every test database by subdomain."""
    with django_db_blocker.unblock():
        found = {tenant.subdomain: tenant.as_ref() for tenant in Tenant.objects.all()}
        connection.close()
    return found


@pytest.fixture
def business(db: None, both_businesses: dict[str, BusinessRef]) -> Iterator[BusinessRef]:
    """Enter the first business for the length of the test."""
    with enter_business(both_businesses[FIRST]) as ref:
        yield ref
        assert current_or_none() is ref, "the test left its business: wrap what enters another in `with`"


@pytest.fixture
def rival(db: None, both_businesses: dict[str, BusinessRef]) -> BusinessRef:
    """Return the second business, without entering it."""
    return both_businesses[SECOND]


@pytest.fixture(autouse=True)
def _routing_forgets() -> Iterator[None]:
    """Routing may not remember what a test rolled back."""
    yield
    routing.directory.forget()


def clean_database(kept: list[Tenant]) -> None:
    """Empty every table that has rows, in all schemas; drop businesses that a test made; put the two back as they were."""
    connection.close()
    schemas = {tenant.schema_name for tenant in kept}
    for schema in _schemas() - schemas:
        drop_schema(schema)
    with admin_session() as session:
        for schema, tables in _with_pages(session).items():
            if schema in schemas or schema == "public":
                _truncate(session, schema, tables)
    with enter_public():
        Tenant.objects.bulk_create(kept)


def _with_pages(session: psycopg.Connection[Any]) -> dict[str, list[str]]:
    """Name the tables of each schema that may have rows: a truncated one has no page. To look into each table costs much more."""
    query = """SELECT nspname::text, array_agg(relname::text) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
               WHERE relkind = 'r' AND (nspname = 'public' OR nspname LIKE 't\\_%') AND pg_relation_size(c.oid) > 0
               GROUP BY nspname ORDER BY nspname"""
    return {schema: sorted(set(names) - KEPT_TABLES) for schema, names in session.execute(query)}


def _truncate(session: psycopg.Connection[Any], schema: str, names: list[str]) -> None:
    if names:
        tables = sql.SQL(", ").join(sql.Identifier(schema, name) for name in names)
        with session.transaction():
            if schema != "public":
                session.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(schema)))
            session.execute(sql.SQL("TRUNCATE {} CASCADE").format(tables))


def tenant_models() -> list[type[Any]]:
    """Return the models whose tables stand in a business's schema."""
    labels = set(settings.TENANT_APPS)
    return [model for model in apps.get_models() if apps.get_app_config(model._meta.app_label).name in labels]
