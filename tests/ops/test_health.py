"""Probes answer on every host; each names what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client

from config.observability import health
from tenants.registry.models import Tenant
from tests.integrations.servers import unused_port

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

HOSTS = ["mecto.localhost", "nobody.mecto.localhost", "203.0.113.9", "bad_host!", "console.mecto.localhost:8000"]


@pytest.mark.parametrize("host", HOSTS)
def test_alive_on_every_host_without_a_database(host: str) -> None:
    response = Client().get("/healthz", headers={"host": host})
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("host", HOSTS)
def test_ready(host: str) -> None:
    body = Client().get("/readyz", headers={"host": host}).json()
    assert body["status"] == "ok"
    assert {name: result["status"] for name, result in body["checks"].items()} == {
        "postgres": "ok",
        "migrations": "ok",
        "redis": "ok",
    }
    assert (body["tenants"]["status"], body["tenants"]["at_another_release"]) == ("ok", 0)


@pytest.mark.django_db(transaction=True)
def test_ready_while_a_business_stands_at_another_release() -> None:
    Tenant.objects.filter(subdomain="demo-gym").update(schema_version="the release before")
    response = Client().get("/readyz")
    assert (response.status_code, response.json()["tenants"]["at_another_release"]) == (200, 1)
    assert "mecto_tenants_at_another_release 1.0" in Client().get("/metrics").content.decode()


@pytest.mark.django_db
def test_not_ready_without_redis(settings: Settings) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{unused_port()}/0"
    response = Client().get("/readyz")
    assert response.status_code == 503
    checks = response.json()["checks"]
    assert (checks["postgres"]["status"], checks["redis"]["problem"]) == ("ok", "ConnectionError")


def test_not_ready_without_postgres(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connection.settings_dict, "PORT", str(unused_port()))
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "not-to-be-told")
    response = Client().get("/readyz")
    assert response.status_code == 503
    checks = response.json()["checks"]
    assert (checks["postgres"]["problem"], checks["migrations"]["problem"]) == ("OperationalError", "OperationalError")
    assert (checks["redis"]["status"], b"not-to-be-told" in response.content) == ("ok", False)


@pytest.mark.django_db
def test_not_ready_before_the_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = health.wanted_migrations() | {("tenants", "9999_not_yet")}
    monkeypatch.setattr(health, "wanted_migrations", lambda: wanted)
    response = Client().get("/readyz")
    assert (response.status_code, response.json()["checks"]["migrations"]["problem"]) == (503, "1 not applied")


def test_probes_only_answer_reads() -> None:
    assert Client().post("/healthz").status_code == 405
    assert Client().head("/healthz").status_code == 200
