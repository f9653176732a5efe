"""The CPU of whole families of processes."""

from __future__ import annotations

import os
from pathlib import Path

from tests.benchmarks.measure import TICK


def postmaster() -> int:
    """Find the parent of the backend that answers: the process all of Postgres hangs on, where it is on this machine."""
    from tenants.registry.postgres.admin import admin_session

    with admin_session() as session:
        row = session.execute("SELECT pg_backend_pid()").fetchone()
        return _parent(int(row[0])) if row else os.getpid()


def cpu_of_all(pid: int) -> float:
    """Return the seconds of CPU of a process, of its children, and of those that have ended."""
    children = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return sum(_with_ended(one) for one in [pid, *(child for child in children if _parent(child) == pid)])


def _with_ended(pid: int) -> float:
    """Return the CPU of a process's threads, to the nanosecond, and of its children that have ended, in ticks."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    try:
        own = sum(int(thread.read_text(encoding="ascii").split()[0]) for thread in threads) / 1e9
    except OSError:
        return 0.0
    return own + sum(map(int, _stat(pid)[13:15])) / TICK


def _parent(pid: int) -> int:
    stat = _stat(pid)
    return int(stat[1]) if stat else 0


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return []
