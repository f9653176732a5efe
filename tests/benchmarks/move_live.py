"""A business moved to another server and back while its team works: real web process, real command."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from deploy.local import ports
from tests.benchmarks.f09_archives import build_full, second_server_known
from tests.benchmarks.measure import Result, percentile
from tests.benchmarks.product import cookie_of, demo_business, in_django, web

if TYPE_CHECKING:
    from tenants.registry.models import Tenant

WRITERS = 4
PACE = 0.115
"""Seconds between one person's writes: the API takes ten a second of each."""
PATIENCE = 60.0
MOVED, CREATED = 503, 201


@dataclass
class Seen:
    """What the team saw: when each client was kept, its name, and every other answer."""

    kept: list[tuple[float, str]] = field(default_factory=list)
    odd: list[tuple[int, str]] = field(default_factory=list)
    refused: int = 0
    neighbour: list[tuple[float, float]] = field(default_factory=list)


def measure(size: int) -> list[Result]:
    """Move 50,300 rows there and back; `size` changes nothing."""
    return in_django(_measure)


def _measure() -> list[Result]:
    port = ports.pick_inner(1)
    with (
        tempfile.TemporaryDirectory() as folder,
        second_server_known(Path(folder)) as variables,
        patch.dict(os.environ, variables),
        web(port, threads=8),
    ):
        full = build_full("live")
        tokens = _team(full)
        return _results(full, *_work(full, tokens, port))


def _team(full: Tenant) -> list[str]:
    """Let some people in and give their tokens."""
    from apps.accounts.models import User
    from apps.accounts.tokens import token_for
    from tenants.registry.context import enter_business

    with enter_business(full.as_ref()):
        people = [
            User.objects.create(email=f"owner{number}@live.example", full_name="Owner", role="owner", password="!")
            for number in range(WRITERS)
        ]
        return [str(token_for(user).access_token) for user in people]


def _work(full: Tenant, tokens: list[str], port: int) -> tuple[Seen, list[tuple[float, float]]]:
    seen, ended = Seen(), threading.Event()
    threads = [threading.Thread(target=_read, args=(seen, ended, port))]
    threads += [
        threading.Thread(target=_write, args=(seen, ended, port, full.host, token, who))
        for who, token in enumerate(tokens)
    ]
    for thread in threads:
        thread.start()
    time.sleep(3)
    moves = []
    try:
        for target in ("east", "main"):
            started = time.perf_counter()
            subprocess.run(
                [sys.executable, "manage.py", "tenant", "move", full.subdomain, "--to", target],
                check=True,
                capture_output=True,
                text=True,
            )
            moves.append((started, time.perf_counter()))
            time.sleep(3)
    finally:
        ended.set()
        for thread in threads:
            thread.join()
    return seen, moves


def _write(seen: Seen, ended: threading.Event, port: int, host: str, token: str, who: int) -> None:
    """Add clients one by one, each again with its key until it is kept, as an app would."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    number = 0
    while not ended.wait(PACE):
        number += 1
        name = f"w{who}-{number}"
        headers = {
            "Host": host,
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Idempotency-Key": name,
        }
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            connection.request("POST", "/api/v1/clients/", json.dumps({"first_name": name}), headers)
            response = connection.getresponse()
            body = response.read()
            if response.status == CREATED:
                seen.kept.append((time.perf_counter(), name))
                break
            if response.status == MOVED:
                seen.refused += 1
            else:
                seen.odd.append((response.status, body[:200].decode(errors="replace")))
            time.sleep(PACE)


def _read(seen: Seen, ended: threading.Event, port: int) -> None:
    """Be another business: its clients' page, over and over."""
    host, _schema = demo_business()
    headers = {"Host": host, "Cookie": cookie_of("demo", "owner@demo.example")}
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    while not ended.wait(0.05):
        started = time.perf_counter()
        connection.request("GET", "/clients/", headers=headers)
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            seen.odd.append((response.status, "the neighbour's page"))
        seen.neighbour.append((started, (time.perf_counter() - started) * 1000))


def _results(full: Tenant, seen: Seen, moves: list[tuple[float, float]]) -> list[Result]:
    from apps.clients.models import Client
    from tenants.registry.context import enter_business
    from tenants.registry.models import Tenant

    with enter_business(Tenant.objects.get(pk=full.pk).as_ref()):
        there = list(Client.objects.filter(first_name__startswith="w").values_list("first_name", flat=True))
    kept = [name for _when, name in seen.kept]
    wrong = len(set(kept) ^ set(there)) + len(there) - len(set(there))
    print(*sorted(set(seen.odd))[:5], sep="\n")
    times = sorted(when for when, _name in seen.kept)
    gaps = [max((b - a for a, b in itertools.pairwise(times) if b > start and a < end), default=0.0) for start, end in moves]  # fmt: skip
    during = [took for when, took in seen.neighbour if any(start <= when <= end for start, end in moves)]
    quiet = [took for when, took in seen.neighbour if when < moves[0][0]]
    lasted = ", ".join(f"{end - start:.1f} s" for start, end in moves)

    def result(name: str, value: float, unit: str, baseline: str, limit: float) -> Result:
        return Result(
            goal="move", name=name, value=value, unit=unit, baseline=baseline, limit=limit, size=len(kept), rounds=2
        )

    return [
        result("longest without a write kept", max(gaps) * 1000, "ms", f"moves of {lasted}; 503 {seen.refused} times", 1_000),
        result("writes lost, doubled or unasked for", float(wrong), "", f"of {len(kept)} kept", 0),
        result("answers but 201, 200 and 503", float(len(seen.odd)), "", "none is right", 0),
        result("neighbour's page p95 meanwhile", percentile(during, 0.95), "ms", f"before {percentile(quiet, 0.95):.0f} ms", 250),
    ]  # fmt: skip
