"""One server is away: its businesses wait, the others go on."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from celery import current_app
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from apps.accounts.models import User
from apps.common import due
from apps.common.errors import Unavailable
from tenants.registry.context import enter_business, enter_public
from tenants.registry.models import DueWork
from tenants.registry.postgres import servers
from tenants.registry.postgres.servers import ASK_AGAIN_AFTER, ServerAway, breaker
from tenants.registry.services.placement import place_new_business
from tenants.registry.tasks import sweep_due_work
from tests.harness.people import Browser
from tests.harness.second_server import NAME
from tests.harness.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.common.business import BusinessRef
    from tests.harness.second_server import SecondServer

PAGE = "/"


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Note the key and the business of each task that is sent, and run none."""
    seen: list[tuple[str, str]] = []

    def note(_name: str, args: Any = None, _kwargs: Any = None, *, headers: Any = None, **_options: Any) -> None:
        seen.append((args[0], headers["business"]))

    monkeypatch.setattr(current_app._get_current_object(), "send_task", note)  # type: ignore[attr-defined] # a proxy
    return seen


@pytest.fixture
def gone(east: SecondServer) -> Iterator[SecondServer]:
    with east.away():
        yield east


def page(business: BusinessRef, path: str = PAGE) -> Any:
    """Ask for a page as a browser whose session must be looked up."""
    browser = Browser(SERVER_NAME=business.host, raise_request_exception=False)
    browser.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    return browser.get(path)


def test_its_businesses_get_a_page_that_says_so(eastern: BusinessRef, western: BusinessRef, gone: SecondServer) -> None:
    response = page(eastern)
    text = response.content.decode()
    assert response.status_code == 503
    assert "The database server of this studio does not answer right now." in text
    assert f"Reference {response['X-Request-ID']}" in text
    assert response["Retry-After"] == "5"
    assert page(western).status_code == 302


def test_on_the_api_it_is_a_problem(eastern: BusinessRef, gone: SecondServer) -> None:
    response = page(eastern, "/api/v1/clients/")
    body = response.json()
    assert (response.status_code, body["code"]) == (503, "server_unavailable")
    assert body["title"] == "This studio is out of reach for a moment"
    assert body["instance"] == f"urn:request:{response['X-Request-ID']}"


def test_the_next_request_does_not_wait_and_the_server_is_found_again(eastern: BusinessRef, east: SecondServer) -> None:
    with east.away():
        with enter_business(eastern), pytest.raises(OperationalError):
            User.objects.count()
        assert breaker.away() == [NAME]
        with enter_business(eastern), pytest.raises(ServerAway):
            User.objects.count()
    until(lambda: page(eastern).status_code == 302, "the business", ASK_AGAIN_AFTER + 5)
    assert breaker.away() == []


def test_of_many_one_finds_out(eastern: BusinessRef, gone: SecondServer, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def no(name: str) -> bool:
        asked.append(name)
        return False

    monkeypatch.setattr(servers, "answers", no)
    breaker.tell(NAME, is_away=True)
    now = time.monotonic() + ASK_AGAIN_AFTER
    monkeypatch.setattr(time, "monotonic", lambda: now)
    for _ in range(3):
        with pytest.raises(ServerAway):
            breaker.require(NAME)
    assert asked == [NAME]


def test_ready_is_what_main_is(eastern: BusinessRef, gone: SecondServer) -> None:
    page(eastern)
    response = Client().get("/readyz")
    assert (response.status_code, response.json()["servers_away"]) == (200, [NAME])


def test_numbers_say_which_server_is_up(eastern: BusinessRef, gone: SecondServer) -> None:
    text = Client().get("/metrics").content.decode()
    assert 'mecto_server_up{server="main"} 1.0' in text
    assert 'mecto_server_up{server="east"} 0.0' in text
    assert 'mecto_tenants{server="east",state="ready"} 1.0' in text
    assert 'mecto_tenants{server="main",state="ready"} 2.0' in text


def ask(business: BusinessRef, key: str) -> None:
    with enter_business(business):
        due.schedule(kind="tests.remind", key=key, due_at=timezone.now() - timedelta(seconds=1))


def test_due_work_of_each_server_is_found(eastern: BusinessRef, western: BusinessRef, sent: list[Any]) -> None:
    ask(eastern, "there")
    ask(western, "here")
    with enter_public(NAME):
        assert list(DueWork.objects.values_list("key", flat=True)) == ["there"]
    assert sweep_due_work() == 2
    assert sent == [("here", western.id), ("there", eastern.id)]
    assert sweep_due_work() == 0


def test_a_copy_on_the_other_server_is_not_sent(eastern: BusinessRef, sent: list[Any]) -> None:
    """A move copies rows before the business changes its server."""
    row = {"schema_name": eastern.schema_name, "kind": "tests.remind", "key": "copy", "due_at": timezone.now()}
    DueWork.objects.create(**row)
    sweep_due_work()
    assert sent == []


def test_due_work_of_the_others_is_sent(
    eastern: BusinessRef, western: BusinessRef, gone: SecondServer, sent: list[Any]
) -> None:
    ask(western, "here")
    assert sweep_due_work() == 1
    assert sent == [("here", western.id)]


def test_nothing_new_is_put_there(east: SecondServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "NEW_BUSINESS_SERVERS", ["main", NAME])
    assert place_new_business() == NAME, "main has two businesses"
    with east.away():
        assert place_new_business() == "main"
        monkeypatch.setattr(settings, "NEW_BUSINESS_SERVERS", [NAME, NAME])
        with pytest.raises(Unavailable):
            place_new_business()
