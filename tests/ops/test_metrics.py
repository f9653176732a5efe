"""Numbers for this machine only, with labels that stay few."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from prometheus_client import REGISTRY

from config.observability import metrics

if TYPE_CHECKING:
    from apps.common.business import BusinessRef


@pytest.mark.django_db
def test_requests_tasks_and_tenants_are_counted(rival: BusinessRef) -> None:
    Client(headers={"host": "mecto.localhost"}).get("/no/such/anna@client.example/")
    metrics.observe_task(name="tests.probe", outcome="success", seconds=0.1)
    response = Client().get("/metrics")
    text = response.content.decode()
    assert response["Content-Type"].startswith("text/plain")
    assert 'mecto_request_seconds_count{method="GET",route="unrouted",status="4xx"}' in text
    assert 'mecto_tasks_total{outcome="success",task="tests.probe"}' in text
    assert 'mecto_tenants{server="main",state="ready"} 2.0' in text
    assert "mecto_request_queries_bucket" in text
    assert "anna" not in text
    assert rival.id not in text


@pytest.mark.parametrize(
    "caller",
    [
        {"REMOTE_ADDR": "10.0.0.5"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=127.0.0.1"},
        {"REMOTE_ADDR": "::ffff:10.0.0.5"},
    ],
)
def test_nobody_else_sees_them(caller: dict[str, str]) -> None:
    assert Client().get("/metrics", **caller).status_code == 404  # type: ignore[arg-type] # WSGI variables


@pytest.mark.django_db
@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_this_machine_sees_them(peer: str) -> None:
    assert Client().get("/metrics", REMOTE_ADDR=peer).status_code == 200


def test_an_invented_method_is_no_label_of_its_own() -> None:
    labels = {"method": "other", "route": "unrouted", "status": "4xx"}
    before = REGISTRY.get_sample_value("mecto_request_seconds_count", labels) or 0
    Client(headers={"host": "mecto.localhost"}).generic("BREW", "/no/such/")
    assert REGISTRY.get_sample_value("mecto_request_seconds_count", labels) == before + 1
