"""Two processes: what one announces, the other hears."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from deploy.local.borrowed import numbered
from tenants.registry import routing
from tenants.registry.context import enter_public
from tenants.registry.models import Tenant
from tests.architecture.files import PROJECT
from tests.harness.people import Browser
from tests.harness.waiting import until

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

    from apps.common.business import BusinessRef

pytestmark = pytest.mark.django_db(transaction=True)

ANNOUNCE = "import django; django.setup(); from tenants.registry.routing import announce_change; announce_change()"


def elsewhere(code: str) -> None:
    """Run some code in a process of its own, with the services of this one."""
    subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=True, timeout=60)  # noqa: S603 - ours


def status(host: str) -> int:
    return Browser().get("/brand.css", HTTP_HOST=host).status_code


def named(directory: routing.BusinessDirectory, host: str) -> str | None:
    found = directory.find(host)
    return found.name if found else None


@pytest.fixture
def known(rival: BusinessRef) -> BusinessRef:
    """A business that this process remembers while it listens; then somebody else suspends it, silently."""
    assert status(rival.host) == 200
    until(routing.directory._hearing.is_set, "the listener to hear")
    assert status(rival.host) == 200
    with enter_public():
        Tenant.objects.filter(pk=rival.id).update(state=Tenant.State.SUSPENDED)
    assert status(rival.host) == 200, "nobody was told, so it is remembered"
    return rival


def test_news_of_another_process_is_heard_within_a_second(known: BusinessRef) -> None:
    elsewhere(ANNOUNCE)
    deadline = time.monotonic() + 1
    while status(known.host) != 403 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert status(known.host) == 403


def test_a_neighbour_on_the_same_redis_server_is_not_heard(known: BusinessRef, settings: Settings) -> None:
    settings.REDIS_URL = numbered(settings.REDIS_URL, 0)  # no test process has this one
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(routing, "directory", routing.BusinessDirectory())
        routing.announce_change()
    for _ in range(20):
        assert status(known.host) == 200
        time.sleep(0.02)


def test_whoever_is_deaf_soon_asks_again(rival: BusinessRef, monkeypatch: pytest.MonkeyPatch) -> None:
    deaf = routing.BusinessDirectory()
    monkeypatch.setattr(deaf, "_start_listening", lambda: None)
    assert deaf.find(rival.host) == rival
    with enter_public():
        Tenant.objects.filter(pk=rival.id).update(name="Rival Two")
    assert named(deaf, rival.host) == rival.name, "nobody was told, so it is remembered"
    until(lambda: named(deaf, rival.host) == "Rival Two", "the entry to age", routing.TTL_DEAF + 1)
