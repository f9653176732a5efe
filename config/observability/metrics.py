"""Prometheus numbers. Labels are routes, methods, task names and states: never a path, a business or a person."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from prometheus_client import Counter, Histogram

if TYPE_CHECKING:
    from collections.abc import Callable

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
FAST = (0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12)

REQUESTS = Histogram(
    "mecto_request_seconds",
    "Time to answer a request at the server",
    ["method", "route", "status"],
    buckets=FAST,
)
QUERIES = Histogram("mecto_request_queries", "Database queries of a request", buckets=(0, 1, 2, 4, 8, 12, 16, 32, 64))
QUERY_TIME = Histogram("mecto_request_query_seconds", "Time a request spent in database queries", buckets=FAST)
TASKS = Counter("mecto_tasks", "Tasks that ran", ["task", "outcome"])
TASK_TIME = Histogram("mecto_task_seconds", "Time a task ran", ["task"], buckets=(*FAST, 10.24, 60, 600))


class QueryCounter:
    """Counts and times the queries that run through it."""

    __slots__ = ("count", "seconds")

    def __init__(self) -> None:
        self.count = 0
        self.seconds = 0.0

    def __call__(self, execute: Callable[..., Any], *query: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(*query)
        finally:
            self.count += 1
            self.seconds += time.perf_counter() - started


def observe_request(*, method: str, route: str, status: int, seconds: float, queries: QueryCounter) -> None:
    """Count one answered request; an invented method must not become a label of its own."""
    known = method if method in METHODS else "other"
    REQUESTS.labels(known, route, f"{status // 100}xx").observe(seconds)
    QUERIES.observe(queries.count)
    QUERY_TIME.observe(queries.seconds)


def observe_task(*, name: str, outcome: str, seconds: float) -> None:
    """Count one run of a task."""
    TASKS.labels(name, outcome).inc()
    TASK_TIME.labels(name).observe(seconds)
