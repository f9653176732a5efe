"""Each request: one id, one line."""

from __future__ import annotations

import json
import logging
import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from config.observability.logging import ContextFormatter

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

    from apps.common.business import BusinessRef

MADE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")


def line(caplog: pytest.LogCaptureFixture) -> dict[str, object]:
    """Return the one request line as it would be written."""
    (record,) = [record for record in caplog.records if record.name == "requests"]
    return dict(json.loads(ContextFormatter("%(message)s").format(record)))


def test_an_id_is_made_and_a_strangers_is_ignored() -> None:
    response = Client(headers={"host": "mecto.localhost"}).get("/x/", headers={"x-request-id": "abcdefgh-1"})
    assert MADE.fullmatch(response["X-Request-ID"])


@pytest.mark.parametrize(
    ("given", "accepted"),
    [("abcdefgh-1", True), ("short", False), ("new\nline-x", False), ("x" * 65, False), ("<script>alert", False)],
)
def test_a_proxys_id_is_taken_when_well_formed(settings: Settings, given: str, *, accepted: bool) -> None:
    settings.TRUSTED_PROXIES = 1
    response = Client(headers={"host": "mecto.localhost"}).get("/x/", headers={"x-request-id": given})
    assert (response["X-Request-ID"] == given) is accepted


@pytest.mark.django_db
def test_the_line_of_a_page_of_a_business(rival: BusinessRef, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="requests")
    client = Client(headers={"host": "rival-gym.mecto.localhost"})
    response = client.get("/brand.css", {"secret": "token-in-query"})
    told = line(caplog)
    took = told.pop("duration_ms")
    assert isinstance(took, float)
    assert {name: told[name] for name in ("method", "path", "route", "status", "tenant", "level", "message")} == {
        "method": "GET",
        "path": "/brand.css",
        "route": "brand.css",
        "status": 200,
        "tenant": rival.id,
        "level": "info",
        "message": "request",
    }
    assert "token-in-query" not in caplog.text
    assert response["X-Request-ID"]


def test_an_unknown_host_has_a_line_without_a_business(db: None, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="requests")
    Client(headers={"host": "nobody.mecto.localhost"}).get("/")
    told = line(caplog)
    assert (told["status"], told["route"], "tenant" in told) == (404, "unrouted", False)
