"""What really leaves for the error tracker, recorded by a receiver on loopback."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from config.observability.scrubbing import scrub_event, scrub_text
from tests.integrations.serving import serving

ROOT = Path(__file__).resolve().parents[2]
SECRETS = ["Anna", "gren", "client.example", "asthma", "cookie-secret", "query-secret", "body-secret", "49 151"]


@pytest.fixture(scope="module")
def events() -> list[dict[str, Any]]:
    """Let a process crash twice and return what it reported."""
    received: list[bytes] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append(gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body)
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            """Keep the test output clean."""

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Receiver)) as url:
        dsn = url.replace("http://", "http://key@") + "/1"
        environment = os.environ | {"SENTRY_DSN": dsn, "ENVIRONMENT": "test", "BASE_DOMAIN": "mecto.localhost"}
        command = [sys.executable, "-m", "tests.ops.crash"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=60, capture_output=True)  # noqa: S603 - our own module
    return [
        json.loads(line)
        for body in received
        for line in body.splitlines()
        if b'"event_id"' in line and b'"level"' in line
    ]


def test_nothing_a_person_typed_leaves(events: list[dict[str, Any]]) -> None:
    sent = json.dumps([{**event, "exception": _without_source(event)} for event in events], ensure_ascii=False)
    assert len(events) == 2
    assert [secret for secret in SECRETS if secret in sent] == []


def test_a_crash_says_where_and_under_which_id(events: list[dict[str, Any]]) -> None:
    (crash,) = [event for event in events if "exception" in event]
    (found,) = crash["exception"]["values"]
    assert (found["type"], found["value"]) == ("ValueError", "[removed, see the log]")
    assert found["stacktrace"]["frames"][-1]["function"] == "crash"
    assert "vars" not in found["stacktrace"]["frames"][-1]
    assert crash["transaction"] == "/crash/{address}/"
    assert len(crash["tags"]["request_id"]) == 9
    assert set(crash.get("request", {})) <= {"method"}


def test_a_log_line_is_its_template(events: list[dict[str, Any]]) -> None:
    (told,) = [event for event in events if "exception" not in event]
    assert told["logentry"] == {"message": "no answer from %s"}
    assert told["tags"] == {"request_id": "7K3F-9QX2"}


def test_only_what_is_allowed_stays() -> None:
    event = {
        "event_id": "1",
        "user": {"id": 7, "email": "anna@client.example", "ip_address": "203.0.113.9"},
        "request": {"method": "POST", "url": "https://x.example/reset/token/", "cookies": "a=b", "data": "asthma"},
        "extra": {"notes": "asthma"},
        "breadcrumbs": {"values": [{"message": "SELECT"}]},
        "tags": {"tenant": "t", "name": "Anna"},
        "modules": {},
        "unheard_of": "x",
    }
    assert scrub_event(event) == {
        "event_id": "1",
        "tags": {"tenant": "t"},
        "user": {"id": "7"},
        "request": {"method": "POST"},
    }


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("mail to anna@client.example failed", "mail to [email] failed"),
        ("call +49 (151) 123-4567 now", "call [number] now"),
        ('relation "x" does not exist\nDETAIL: Anna', 'relation "x" does not exist'),
        ("", ""),
    ],
)
def test_text_loses_addresses_numbers_and_details(text: str, scrubbed: str) -> None:
    assert scrub_text(text) == scrubbed


def _without_source(event: dict[str, Any]) -> list[dict[str, Any]]:
    """Drop the lines of code around a frame: this test's own code names the secrets."""
    values = event.get("exception", {}).get("values", [])
    return [{name: value for name, value in found.items() if name != "stacktrace"} for found in values]
