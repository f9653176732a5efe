"""Businesses of their own that may be migrated, and an app whose migrations a test writes."""

from __future__ import annotations

import importlib
import itertools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import override_settings

from tenants.registry.models import SchemaScript, Tenant
from tenants.registry.postgres.admin import admin_session, use_admin_login
from tenants.registry.postgres.typed import connection
from tenants.registry.services import scripts
from tenants.registry.services.provisioning import build_business, request_business
from tenants.registry.services.schemas import create_schema, replay
from tenants.registry.services.scripts import current_script, fingerprint
from tests.tenants.migrations import without
from tests.tenants.servers.conftest import bare_east, build, east, manage, prepared_east

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["bare_east", "build", "east", "manage", "prepared_east"]

APP = "insights"  # installed, and has no tables of its own
# What a business of these tests consists of, beside `APP`: whether it is ten tables or eighty makes no difference to how it is
# migrated, but a tenfold one to what each test costs.
WHOLE = "the whole product"
SMALL = {"contenttypes", "auth", "accounts", "account"}
type Modules = dict[str, str]
_bases: dict[str, str] = {}
_numbers = itertools.count()
HEAD = "from django.db import migrations, models\nclass Migration(migrations.Migration):\n"


class History:
    """The migrations of `APP`, written one after the other."""

    def __init__(self, folder: Path, name: str) -> None:
        self.path, self.name = folder, name
        self._folder, self._last = folder / name, ""
        self._folder.mkdir()
        (self._folder / "__init__.py").touch()
        self._count = 0

    def add(self, *operations: str, name: str = "step", before: str = "", atomic: bool = True) -> str:
        """Write the next migration; `before` is code above the class."""
        self._count += 1
        key = f"{self._count:04}_{name}"
        depends = f'[("{APP}", "{self._last}")]' if self._last else '[("accounts", "0001_initial")]'
        body = f"    atomic = {atomic}\n    dependencies = {depends}\n    operations = [{', '.join(operations)}]\n"
        (self._folder / f"{key}.py").write_text(before + "\n" + HEAD + body)
        importlib.invalidate_caches()
        fingerprint.cache_clear()
        self._last = key
        return key


@pytest.fixture
def modules(request: pytest.FixtureRequest) -> Modules:
    """Return where the migrations of each app are; with the parameter `WHOLE` all apps have their own."""
    if getattr(request, "param", None) == WHOLE:
        return {}
    labels = {app.label for app in apps.get_app_configs()} - SMALL
    return dict.fromkeys(labels, without.__name__)


@pytest.fixture
def history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transactional_db: None, modules: Modules
) -> Iterator[History]:
    name = f"written_migrations_{next(_numbers)}"
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(apps.get_app_config(APP), "models_module", sys.modules[__name__])  # it has content types then
    with told_modules(modules):
        _record_only_what_is_written(monkeypatch)
        with told_modules({**modules, APP: name}):
            yield History(tmp_path, name)


@contextmanager
def told_modules(modules: Modules) -> Iterator[None]:
    """Say where migrations are, for the length of the block."""
    with override_settings(MIGRATION_MODULES=modules):
        fingerprint.cache_clear()
        yield
    fingerprint.cache_clear()


def _record_only_what_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin each recording where the migrations that nobody wrote here end: running those takes long, and each step is a recording.

    From nothing a history is recorded by the processes that `test_breaking` starts.
    """
    key = fingerprint()
    if key not in _bases:
        _bases[key] = current_script().sql
    base = SchemaScript.objects.get_or_create(fingerprint=key, defaults={"sql": _bases[key]})[0].sql
    record = scripts.record_script

    def create_at_base(schema_name: str) -> None:
        create_schema(schema_name)
        replay(schema_name, base)

    monkeypatch.setattr(scripts, "create_schema", create_at_base)
    monkeypatch.setattr(scripts, "record_script", lambda: base + record())


@pytest.fixture(autouse=True)
def _administrator(transactional_db: None) -> Iterator[None]:
    """Run as the administrator, as the command does; the businesses of all other tests are out of sight."""
    main = connection.main_settings
    before = {**main, "OPTIONS": dict(main["OPTIONS"])}
    use_admin_login()
    Tenant.objects.update(state=Tenant.State.REQUESTED)
    scripts = list(SchemaScript.objects.values_list("pk", flat=True))
    yield
    SchemaScript.objects.exclude(pk__in=scripts).delete()  # the newest would be that of migrations nobody has
    connection.close()
    main.update(before)


type Open = Callable[..., list[Tenant]]


@pytest.fixture
def businesses() -> Open:
    """Open so many businesses, on main, at the migrations there are now."""

    def open_them(count: int) -> list[Tenant]:
        with override_settings(NEW_BUSINESS_SERVERS=["main"]):
            return [_open("abcdefgh"[number]) for number in range(count)]

    return open_them


def _open(letter: str) -> Tenant:
    name = f"{letter * 3} gym"
    asked = request_business(name=name, subdomain=f"{letter * 3}-gym", country="GB", currency="GBP", time_zone="UTC")
    tenant = build_business(tenant_id=asked.pk, furnish=lambda _tenant: None)
    assert tenant is not None
    return tenant


def columns(schema: str, table: str) -> list[str]:
    query = "SELECT column_name FROM information_schema.columns WHERE table_schema = %s AND table_name = %s ORDER BY 1"
    with admin_session() as session:
        session.execute(f"SET ROLE {schema}".encode())
        return [name for (name,) in session.execute(query.encode(), [schema, table])]


def rows(schema: str, query: str) -> list[tuple[object, ...]]:
    """Ask something in a schema, as the business would."""
    with admin_session() as session:
        session.execute(f"SET ROLE {schema}; SET search_path TO {schema}, extensions".encode())
        return session.execute(query.encode()).fetchall()


def by_hand(tenant: Tenant, statements: str) -> None:
    """Change something in a schema that no migration knows of."""
    with admin_session() as session:
        name = tenant.schema_name
        session.execute(f"SET ROLE {name}; SET search_path TO {name}, extensions; {statements}".encode())


def version_of(tenant: Tenant) -> str:
    return str(Tenant.objects.get(pk=tenant.pk).schema_version)


def migrate(*arguments: str, **options: object) -> None:
    call_command("migrate_tenants", *arguments, **{"jobs": 1, "verbosity": 0, **options})
