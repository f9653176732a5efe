"""The running product for one test session: every process of `up`, with a database, a Redis and a port of its own."""

from __future__ import annotations

import io
import json
import os
import shutil
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from deploy.local import ports
from deploy.local.console import Console
from deploy.local.layout import DataDirectory
from deploy.local.postgres import Postgres
from deploy.local.redis import Redis
from deploy.local.supervisor import GLANCE, Supervisor
from deploy.local.up import Start
from deploy.local.variables import BASE_DOMAIN
from tests.architecture.files import PROJECT
from tests.harness.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

# Where the tests' own services are; the product that runs here brings its own.
FOREIGN = ("DATABASE_URL", "DATABASE_ADMIN_URL", "REDIS_URL", "DATA_DIR", "ENVIRONMENT", "PORT", "FAKES_URL")
OUTPUT = PROJECT / "tests" / "output"  # what a failed run is read by: pictures and logs


@dataclass(frozen=True)
class Answer:
    """What came back over the wire."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


@dataclass(frozen=True)
class Live:
    """The running product, and hands on its services."""

    supervisor: Supervisor
    port: int

    def url(self, subdomain: str = "", path: str = "/") -> str:
        host = f"{subdomain}.{BASE_DOMAIN}" if subdomain else BASE_DOMAIN
        return f"http://{host}:{self.port}{path}"

    def request(self, method: str, url: str, body: Any = None, headers: dict[str, str] | None = None) -> Answer:
        """Send one request to whatever host the address names: all of them are here."""
        parts = urlsplit(url)
        sent = {"Host": parts.netloc, "Accept": "application/json", **(headers or {})}
        content = None
        if body is not None:
            content, sent["Content-Type"] = json.dumps(body), "application/json"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, f"{parts.path}?{parts.query}".rstrip("?"), content, sent)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
            return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, text)
        finally:
            connection.close()

    def letters_to(self, address: str) -> list[dict[str, Any]]:
        """Return what was sent to somebody, newest first."""
        return list(self.request("GET", self.url(path=f"/mailbox/messages.json?to={address}")).json)

    def link_to(self, address: str, part: str) -> str:
        """Wait for a letter with such a link and return the link."""
        found: list[str] = []

        def look() -> bool:
            links = [link for letter in self.letters_to(address) for link in letter["links"] if part in link]
            found.extend(links)
            return bool(links)

        until(look, f"a letter to {address} with a link to {part}", 20)
        return found[0]

    def is_ready(self) -> bool:
        try:
            return self.request("GET", self.url(path="/readyz")).status == 200
        except OSError:
            return False

    @contextmanager
    def without(self, name: str) -> Iterator[None]:
        """Stop Postgres or Redis for the length of the block."""
        service = (Postgres if name == "postgres" else Redis)(data=self.supervisor.data, durable=True)
        with self.supervisor.without(name):
            yield
        until(service.is_ready, name)


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Start everything once a session."""
    data = DataDirectory(tmp_path_factory.mktemp("live"))
    data.prepare()
    supervisor = Supervisor(data, Console(io.StringIO()))
    port = ports.pick_inner(os.getpid() * 7)  # two runs at once must not meet while both are starting
    try:
        with supervisor.stopping():
            with _services_of_its_own():
                Start(PROJECT, port, demo=False, supervisor=supervisor).run()
            with _watched(supervisor):
                yield Live(supervisor, port)
    finally:
        shutil.copytree(data.logs, OUTPUT / "logs", dirs_exist_ok=True)


@contextmanager
def _watched(supervisor: Supervisor) -> Iterator[None]:
    """Bring back what ends by itself, as `up` does: a worker whose broker went away may."""
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(GLANCE):
            supervisor.glance()

    watcher = threading.Thread(target=watch, name="supervisor")
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()


@contextmanager
def _services_of_its_own() -> Iterator[None]:
    """Hide the tests' services while the product starts; tests of this process need them again."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name in FOREIGN or name.startswith("MECTO_TEST_")]:
            patch.delenv(name)
        yield
