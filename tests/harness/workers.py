"""A real worker beside the test, which may be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from tests.architecture.files import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORKER = ("-m", "celery", "-A", "config", "worker", "--concurrency", "1")
QUIETLY = ("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING")


@contextmanager
def worker(log: Path, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start a worker on the test's own services; it is killed at the end at the latest."""
    with log.open("wb") as out:
        command = [sys.executable, *WORKER, *options, *QUIETLY]
        process = subprocess.Popen(command, cwd=PROJECT, stdout=out, stderr=out, start_new_session=True)  # noqa: S603 - ours
        try:
            yield process
        finally:
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End the worker and its children without a word of warning."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
