"""F4: memory of Postgres's backends under requests spread over many businesses, beside never replacing and always connecting."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from tests.benchmarks.measure import Result, cpu_of_family, parent_of, percentile
from tests.benchmarks.product import in_django

if TYPE_CHECKING:
    from psycopg import Connection

ROUNDS, WARM = 5, 50
REQUESTS_A_BUSINESS = 10
LIMIT_MEMORY, LIMIT_CPU = 150.0, 1.10
NEVER = "1000000000"
# How sessions are kept, and the share of the requests that is enough to know what one costs.
ARMS = {"replaced": 1, "kept": 1, "each": 10}
SAYS = {"replaced": "replaced after 200 businesses", "kept": "never replaced", "each": "a connection a request"}


class Arm:
    """One process of `tests.benchmarks.arm_spread`: what its requests took, and the most that one of its backends took."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.slowest: list[float] = []
        self.used: list[float] = []
        self.largest = 0.0
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings_spread", "BENCH_ARM": name}
        if name == "kept":
            environment["DATABASE_BACKEND_MAX_BUSINESSES"] = NEVER
        command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.arm_spread"]
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, count: int, seed: int, session: Connection[Any]) -> None:
        server = parent_of(session.info.backend_pid)
        used = cpu_of_family(server)
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{count} {seed}\n")
        self.process.stdin.flush()
        is_done = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(session, is_done))
        watcher.start()
        line = self.process.stdout.readline()
        is_done.set()
        watcher.join()
        own, times = json.loads(line)
        self.slowest.append(percentile(times, 0.99))
        self.used.append((own + cpu_of_family(server) - used) / count * 1000)

    def stop(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(10)

    def _watch(self, session: Connection[Any], is_done: threading.Event) -> None:
        while True:
            query = "SELECT pid FROM pg_stat_activity WHERE application_name = %s"
            for (pid,) in session.execute(query, [self.name]).fetchall():
                self.largest = max(self.largest, memory_of(pid))
            if is_done.wait(0.25):
                return


def memory_of(pid: int) -> float:
    """Return megabytes: what a process has alone, and its share of what it has with others. 0 when it is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def measure(size: int) -> list[Result]:
    """Spread ten requests a business over `size` businesses, in four threads, turn by turn for each way to keep sessions."""
    in_django(lambda: provision(size))
    from tenants.registry.postgres.admin import admin_session

    arms = [Arm(name) for name in ARMS]
    with admin_session() as session:
        for arm in arms:
            arm.run(WARM, 0, session)
            arm.used.clear()
            arm.slowest.clear()
        for seed in range(1, ROUNDS + 1):
            for arm in arms:
                count = max(1, size * REQUESTS_A_BUSINESS // ROUNDS // ARMS[arm.name])
                arm.run(count, seed, session)
    for arm in arms:
        arm.stop()
    return _results(size, *arms)


def _results(size: int, replaced: Arm, kept: Arm, each: Arm) -> list[Result]:
    arms = (replaced, kept, each)
    told = "; ".join(
        f"{SAYS[arm.name]} {median(arm.used):.1f} ms, slowest hundredth {median(arm.slowest):.0f} ms" for arm in arms
    )
    common: dict[str, Any] = {"goal": "F4", "size": size, "rounds": ROUNDS}
    return [
        Result(
            name=f"largest backend, {size * REQUESTS_A_BUSINESS} requests over {size} businesses",
            value=replaced.largest,
            unit="MB",
            baseline=f"never replaced {kept.largest:.0f} MB, a connection a request {each.largest:.0f} MB",
            limit=LIMIT_MEMORY,
            **common,
        ),
        Result(
            name="CPU of a request, backends replaced ÷ kept",
            value=median(replaced.used) / median(kept.used),
            unit="×",
            baseline=told,
            limit=LIMIT_CPU,
            **common,
        ),
    ]


def provision(size: int) -> None:
    """Make the businesses, as sign-up does, without their first rows."""
    from tenants.registry.services.scripts import current_script

    current_script()
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(_open, range(size)))


def _open(number: int) -> None:
    from django.db import connection

    from tenants.registry.services.provisioning import build_business, request_business

    word = "".join("abefghkpst"[int(digit)] for digit in f"{number:05}")  # no two look alike
    tenant = request_business(
        name=f"Spread {word}", subdomain=f"spread-{word}", country="GB", currency="GBP", time_zone="UTC"
    )
    build_business(tenant_id=tenant.pk, furnish=lambda _tenant: None)
    connection.close()
