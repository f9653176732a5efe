"""People go on writing over HTTP while their business moves: what was answered "created" is there once, the rest is not."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client as Browser

from apps.accounts.models import User
from apps.clients.models import Client
from tenants.registry import routing
from tenants.registry.context import enter_business
from tenants.registry.models import Tenant
from tenants.registry.routing import is_stale
from tenants.registry.services.archives import moving
from tenants.registry.services.archives.moving import move_business
from tests.harness.waiting import until
from tests.tenants.archives.conftest import OWNER

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("east")]


@pytest.fixture
def _hearing(iron: Tenant) -> None:
    """Wait until this process hears the news, so that it trusts its routes for a minute."""
    routing.directory.find(iron.host)
    until(routing.directory._hearing.is_set, "routing to hear")


def owner_browser(tenant: Tenant) -> Browser:
    browser = Browser(SERVER_NAME=tenant.host, raise_request_exception=False)
    with enter_business(Tenant.objects.get(pk=tenant.pk).as_ref()):
        browser.force_login(User.objects.get(email=OWNER))
    return browser


def add(browser: Browser, name: str) -> int:
    answer = browser.post("/api/v1/clients/", {"first_name": name}, content_type="application/json")
    return int(answer.status_code)


def test_writers_over_http_lose_and_double_nothing(iron: Tenant) -> None:
    stop = threading.Event()

    def keep_writing(writer: int) -> dict[str, int]:
        browser = owner_browser(iron)
        answers: dict[str, int] = {}
        try:
            while not stop.is_set():
                name = f"W{writer}N{len(answers)}"
                answers[name] = add(browser, name)
        finally:
            connection.close()
        return answers

    with ThreadPoolExecutor(2) as threads:
        writers = [threads.submit(keep_writing, number) for number in range(2)]
        try:
            move_business(tenant_id=iron.pk, to="east")
            move_business(tenant_id=iron.pk, to="main")
        finally:
            stop.set()
        answers = {name: status for writer in writers for name, status in writer.result().items()}
    assert set(answers.values()) <= {201, 503}
    with enter_business(Tenant.objects.get(pk=iron.pk).as_ref()):
        there = list(Client.objects.filter(first_name__startswith="W").values_list("first_name", flat=True))
    assert sorted(there) == sorted(name for name, status in answers.items() if status == 201)
    assert len(there) > 5


def test_a_process_that_did_not_hear_of_the_move_writes_nothing_to_the_old_copy(
    iron: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = owner_browser(iron)
    assert add(browser, "Dora") == 201
    find, old_news = routing.directory.find, [iron.as_ref()]
    move_business(tenant_id=iron.pk, to="east")
    monkeypatch.setattr(routing.directory, "find", lambda host: old_news.pop() if old_news else find(host))
    assert add(browser, "Emil") == 503
    assert add(browser, "Emil") == 201
    with enter_business(Tenant.objects.get(pk=iron.pk).as_ref()):
        assert Client.objects.filter(first_name__in=["Dora", "Emil"]).count() == 2


@pytest.mark.usefixtures("_hearing")
def test_a_fenced_business_is_read_and_answers_writers_to_come_again(
    iron: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = owner_browser(iron)
    seen: list[object] = []
    switch = moving._switch

    def look_first(move: moving.Move) -> None:
        seen.append((browser.get("/api/v1/clients/").status_code, add(browser, "Emil")))
        switch(move)

    monkeypatch.setattr(moving, "_switch", look_first)
    move_business(tenant_id=iron.pk, to="east")
    assert seen == [(200, 503)]
    assert add(browser, "Emil") == 201


def test_what_breaks_for_another_reason_is_still_broken(iron: Tenant) -> None:
    assert not is_stale(iron.as_ref())
    iron.begin_dropping("")
    iron.save()
    assert is_stale(Tenant(id=iron.id, schema_name=iron.schema_name, subdomain="x", state="ready").as_ref())
