"""F10: `manage.py up`, the first time with warm caches and again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time

from deploy.local import ports
from tests.benchmarks.measure import Result

FOREIGN = ("DATABASE_URL", "DATABASE_ADMIN_URL", "REDIS_URL", "DATA_DIR", "ENVIRONMENT", "PORT", "FAKES_URL")


def measure(_size: int) -> list[Result]:
    """Time from the command to its READY line, with the demo businesses."""
    with tempfile.TemporaryDirectory() as data:
        first, again = _start(data), _start(data)
    baseline = "environment and front end stand already"
    return [
        Result(
            goal="F10",
            name="first start, made from nothing",
            value=first,
            unit="s",
            baseline=baseline,
            limit=90,
            size=1,
            rounds=1,
        ),
        Result(
            goal="F10",
            name="start again",
            value=again,
            unit="s",
            baseline=f"first start {first:.1f} s",
            limit=8,
            size=1,
            rounds=1,
        ),
    ]


def _start(data: str) -> float:
    environment = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    command = [sys.executable, "manage.py", "up", "--data", data, "--port", str(ports.pick_inner(7))]
    started = time.perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            told = next((line for line in process.stdout if line.startswith("READY ")), "")
            took = time.perf_counter() - started
            assert told, "it ended before it was ready"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)
    return took
