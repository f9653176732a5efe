"""F5: what businesses cost that do nothing: CPU a minute of worker, beat and Postgres, with few of them and with many."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.benchmarks.idlers import grow, sizes
from tests.benchmarks.measure import Result
from tests.benchmarks.processes import cpu_of_all, postmaster
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
        before = {name: cpu_of_all(pid) for name, pid in roots.items()}
        time.sleep(MINUTE)
        return {name: cpu_of_all(pid) - before[name] for name, pid in roots.items()}


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
            yield {name: process.pid for name, process in processes.items()} | {"postgres": postmaster()}
        finally:
            for process in processes.values():
                process.terminate()
            for process in processes.values():
                process.wait(30)
