"""Two servers: main, which every test has, and east, which only these tests start."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connection

from apps.common.business import BusinessRef
from tenants.registry.context import enter_public
from tenants.registry.models import DueWork, Tenant
from tenants.registry.postgres.admin import admin_session
from tenants.registry.postgres.servers import breaker
from tenants.registry.services.provisioning import build_business, request_business
from tenants.registry.services.schemas import drop_schema
from tests.architecture.files import PROJECT
from tests.factories import UserFactory
from tests.harness.forks import Forks
from tests.harness.second_server import NAME, SecondServer, second_server

type Build = Callable[..., BusinessRef]
type Manage = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def bare_east(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecondServer]:
    """Run a second server as `roles.sql` leaves it."""
    with second_server(tmp_path_factory.mktemp("east")) as server:
        yield server


@pytest.fixture(scope="session")
def manage(bare_east: SecondServer) -> Iterator[Manage]:
    """Run a management command, or with `-c` some Python, in a process of its own that was told of both servers."""
    told = {**os.environ, "DATABASE_SERVERS": NAME, **bare_east.variables}
    forks = Forks(told)

    def run(*arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
        if arguments[0] == "-c" and not extra:
            return forks.run(*arguments[1:])
        command = [sys.executable, *arguments] if arguments[0] == "-c" else [sys.executable, "manage.py", *arguments]
        return subprocess.run(  # noqa: S603 - our own command
            command, cwd=PROJECT, env={**told, **extra}, check=False, capture_output=True, text=True
        )

    yield run
    forks.close()


@pytest.fixture(scope="session")
def prepared_east(bare_east: SecondServer, manage: Manage) -> SecondServer:
    done = manage("tenant_server", "prepare")
    assert (done.returncode, done.stdout) == (0, "east is ready\n"), done.stderr
    return bare_east


@pytest.fixture
def east(prepared_east: SecondServer, transactional_db: None) -> Iterator[SecondServer]:
    """Tell this process of the second server; what a test leaves on it goes."""
    settings.DATABASE_SERVERS[NAME] = prepared_east.logins
    yield prepared_east
    breaker.tell(NAME, is_away=False)
    with enter_public(NAME):
        DueWork.objects.all().delete()
    with admin_session(NAME) as session:
        schemas = session.execute(r"SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\_%'").fetchall()
    for (schema,) in schemas:
        drop_schema(schema, database=NAME)
    connection.close()
    del settings.DATABASE_SERVERS[NAME]


def _own(tenant: Tenant) -> None:
    UserFactory(full_name=tenant.name)


@pytest.fixture
def build(east: SecondServer, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Make a business on a server, with an owner of its name."""

    def make(subdomain: str, *, on: str = NAME) -> BusinessRef:
        monkeypatch.setattr(settings, "NEW_BUSINESS_SERVERS", [on])
        asked = request_business(
            name=subdomain.title(), subdomain=subdomain, country="GB", currency="GBP", time_zone="UTC"
        )
        built = build_business(tenant_id=asked.pk, furnish=_own)
        assert built is not None
        return built.as_ref()

    return make


@pytest.fixture
def eastern(build: Build) -> BusinessRef:
    return build("eastern-gym")


@pytest.fixture
def western(build: Build) -> BusinessRef:
    """Return a business on main."""
    return build("western-gym", on="main")
