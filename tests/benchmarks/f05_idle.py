"""F5: what businesses cost that do nothing: CPU a minute of worker, beat and Postgres, with few of them and with many."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.idlers import grow, sizes
from tests.benchmarks.measure import TICK, Result
from tests.benchmarks.product import in_django

if TYPE_CHECKING:
    from collections.abc import Iterator

MINUTE = 60.0
SETTLING = 20.0  # seconds: starting up, the pool filled
LIMIT = 1.1
CELERY = ("-m", "celery", "-A", "config")


def measure(size: int) -> list[Result]:
    """Run the product's own worker and beat beside idle businesses, first few, then many."""
    return in_django(lambda: _compare(*(sizes(size)[0], sizes(size)[-1])))


def _compare(few: int, many: int) -> list[Result]:
    before, after = _cpu_a_minute(few), _cpu_a_minute(many)
    ours = (before["worker"] + before["beat"], after["worker"] + after["beat"])
    rows = {"worker and beat": ours, "Postgres, all of it": (before["postgres"], after["postgres"])}
    return [
        Result(
            goal="F5",
            name=f"idle CPU a minute, {name}, {many} ÷ {few} businesses",
            value=with_many / with_few if with_few else float(with_many > 0) + 1,
            unit="×",
            baseline=f"{few}: {with_few * 1000:.0f} ms, {many}: {with_many * 1000:.0f} ms",
            limit=LIMIT,
            size=many,
            rounds=1,
        )
        for name, (with_few, with_many) in rows.items()
    ]


def _cpu_a_minute(count: int) -> dict[str, float]:
    grow(count)
    _tidy_catalogs()
    with _running() as roots:
        time.sleep(SETTLING)
        before = {name: _of_family(pid) for name, pid in roots.items()}
        time.sleep(MINUTE)
        return {name: _of_family(pid) - before[name] for name, pid in roots.items()}


def _tidy_catalogs() -> None:
    """Do now what autovacuum would do about the many new tables while we measure."""
    from tenants.registry.postgres.admin import admin_session

    with admin_session() as session:
        for name in ("class", "attribute", "index", "constraint", "depend", "type", "namespace", "sequence", "attrdef"):
            session.execute(f"VACUUM ANALYZE pg_catalog.pg_{name}".encode())


@contextmanager
def _running() -> Iterator[dict[str, int]]:
    with tempfile.TemporaryDirectory() as folder:
        commands = {
            "worker": ("worker", "--concurrency", "2", "--without-gossip", "--without-mingle"),
            "beat": ("beat", "--schedule", f"{folder}/schedule", "--pidfile=", "--loglevel", "WARNING"),
        }
        processes = {
            name: subprocess.Popen(
                [sys.executable, *CELERY, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            for name, command in commands.items()
        }
        try:
            yield {name: process.pid for name, process in processes.items()} | {"postgres": _postmaster()}
        finally:
            for process in processes.values():
                process.terminate()
            for process in processes.values():
                process.wait(30)


def _postmaster() -> int:
    """Find the parent of the backend that answers: the process all of Postgres hangs on, where it is on this machine."""
    from tenants.registry.postgres.admin import admin_session

    with admin_session() as session:
        row = session.execute("SELECT pg_backend_pid()").fetchone()
        return _parent(int(row[0])) if row else os.getpid()


def _of_family(pid: int) -> float:
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
