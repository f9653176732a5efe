"""Postgres or Redis gone for ten seconds in the middle of the day."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pytest

from tests.e2e.people import Machine, open_business
from tests.harness.waiting import until

if TYPE_CHECKING:
    from tests.harness.live import Live

pytestmark = pytest.mark.e2e

SECONDS_AWAY = 10


@pytest.fixture(scope="module")
def owner(live: Live) -> Machine:
    return open_business(live, "night-shift", "Night Shift")


def add(owner: Machine, number: int) -> int:
    body = {"first_name": "Away", "last_name": f"Number {number}", "email": f"away{number}@mail.example"}
    return owner.call("POST", "clients/", body).status


def stored(owner: Machine) -> set[str]:
    answer = owner.call("GET", "clients/?search=away&page_size=200")
    assert answer.status == 200, answer.text
    return {client["email"] for client in answer.json["results"]}


def is_whole(live: Live, owner: Machine) -> bool:
    """Say whether ten requests in a row are answered: several processes take turns, each mends its own sessions."""
    return live.is_ready() and all(owner.call("GET", "clients/").status == 200 for _ in range(10))


def test_without_postgres(live: Live, owner: Machine) -> None:
    accepted = {0} if add(owner, 0) == 201 else set()
    with live.without("postgres"):
        end = time.monotonic() + SECONDS_AWAY
        number = 0
        while time.monotonic() < end:
            number += 1
            assert add(owner, number) == 503
            time.sleep(0.5)
        somebody = {"Accept": "text/html", "Cookie": f"sessionid={'a' * 32}"}
        page = live.request("GET", live.url("night-shift", "/clients/"), headers=somebody)
        assert page.status == 503
        assert page.headers["x-request-id"] in page.text
        assert int(page.headers["retry-after"]) > 0
        problem = owner.call("GET", "clients/")
        assert (problem.status, problem.headers["content-type"]) == (503, "application/problem+json")
        assert live.request("GET", live.url(path="/healthz")).status == 200
        assert live.request("GET", live.url(path="/readyz")).status == 503
    until(lambda: is_whole(live, owner), "every web process to be well again", 20)
    assert add(owner, 1_000) == 201
    assert stored(owner) == {f"away{number}@mail.example" for number in {*accepted, 1_000}}, "nothing half-written"


def test_without_redis(live: Live, owner: Machine) -> None:
    """What needs Redis says so; what was written while it was away is whole and is told later."""
    before = stored(owner)
    accepted, refused = set(), 0
    with live.without("redis"):
        end = time.monotonic() + SECONDS_AWAY
        number = 2_000
        while time.monotonic() < end:
            number += 1
            status = add(owner, number)
            assert status in {201, 503}
            accepted |= {f"away{number}@mail.example"} if status == 201 else set()
            refused += status == 503
            time.sleep(0.5)
        assert live.request("GET", live.url(path="/healthz")).status == 200
    until(lambda: is_whole(live, owner), "every web process to be well again", 20)
    assert add(owner, 3_000) == 201
    assert stored(owner) == before | accepted | {"away3000@mail.example"}


def test_a_worker_that_was_killed_comes_back(live: Live) -> None:
    """A worker that loses its broker at a bad moment may end by itself; whoever runs it starts it again."""
    before = live.supervisor.processes["worker"]
    os.killpg(before.pid, signal.SIGKILL)
    until(lambda: live.supervisor.processes.get("worker", before) is not before, "a new worker", 20)
    open_business(live, "day-shift", "Day Shift")  # its schema is made and its letter is sent by the worker
