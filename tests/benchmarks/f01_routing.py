"""F1: what routing and the wall cost: the same view with and without tenants, turn by turn."""

from __future__ import annotations

import os
import subprocess
import sys
from statistics import median

from tests.benchmarks.measure import Result
from tests.benchmarks.product import demo_business, in_django

ROUNDS = 7
LIMITS = {"/1/": 1.10, "/3/": 1.05}


class Arm:
    """One process of `tests.benchmarks.arm`."""

    def __init__(self, settings: str, host: str, schema: str) -> None:
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": f"tests.benchmarks.{settings}", "BENCH_SCHEMA": schema}
        command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.arm", host]
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, path: str, count: int) -> float:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{path} {count}\n")
        self.process.stdin.flush()
        return sum(map(float, self.process.stdout.readline().split()))

    def stop(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(10)


def measure(size: int) -> list[Result]:
    """Compare CPU a request, user and system, of our process and its Postgres backend."""
    host, schema = in_django(demo_business)
    arms = {"tenants": Arm("settings_tenants", host, schema), "plain": Arm("settings_plain", host, schema)}
    results = []
    for path, limit in LIMITS.items():
        used: dict[str, list[float]] = {name: [] for name in arms}
        for arm in arms.values():
            arm.run(path, 200)  # warm
        for _ in range(ROUNDS):
            for name, arm in arms.items():
                used[name].append(arm.run(path, size) / size * 1000)
        with_tenants, without = median(used["tenants"]), median(used["plain"])
        results.append(
            Result(
                goal="F1",
                name=f"CPU of a page with {path.strip('/')} quer{'y' if path == '/1/' else 'ies'}, tenants ÷ none",
                value=with_tenants / without,
                unit="×",
                baseline=f"without tenants {without:.3f} ms, with {with_tenants:.3f} ms",
                limit=limit,
                size=size,
                rounds=ROUNDS,
            )
        )
    for arm in arms.values():
        arm.stop()
    return results
