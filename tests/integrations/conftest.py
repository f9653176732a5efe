"""The vendor fakes on a free loopback port, as `deploy.local.fakes` serves them, and a look into their inbox."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from deploy.local.fakes import build
from tests.integrations.serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

API_KEY = "SG.local-fake-key.any-secret-will-do-here"
ACCOUNT_SID = "AC" + "0" * 32
AUTH_TOKEN = "local-token"
SPECIFICATIONS = Path(__file__).resolve().parents[3] / "shared" / "data" / "openapi"


@dataclass(frozen=True)
class Fakes:
    """Where the fakes listen and what they received."""

    url: str

    def letters(self, **query: str) -> list[dict[str, Any]]:
        """Read the inbox, newest first."""
        return list(self.call("GET", f"/inbox/messages?{urlencode(query)}")["messages"])

    def call(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        """Make one request of the fakes' own interface."""
        data = None if body is None else json.dumps(body).encode()
        request = Request(self.url + path, method=method, data=data)  # noqa: S310 - loopback only
        with urlopen(request, timeout=5) as response:  # noqa: S310 - loopback only
            content = response.read()
        return dict(json.loads(content)) if content else {}


def insist_on_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the fakes insist on one set of credentials, as they do under the local supervisor."""
    monkeypatch.setenv("SENDGRID_API_KEY", API_KEY)
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", ACCOUNT_SID)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", AUTH_TOKEN)


@pytest.fixture
def fakes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fakes]:
    """Serve all fakes while a test runs."""
    insist_on_credentials(monkeypatch)
    server, store = build(port=0, data=tmp_path)
    with serving(server) as url:
        yield Fakes(url=url)
    store.close()


def specification(name: str) -> dict[str, Any]:
    """Read a vendor's OpenAPI file, or skip where the checkout has none beside it."""
    path = SPECIFICATIONS / name
    if not path.exists():
        pytest.skip(f"no vendor specification {name} beside this checkout")
    return dict(json.loads(path.read_text()))
