"""Whole pages at the server, as one worker of one thread answers them over loopback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deploy.local import ports
from tests.benchmarks.measure import Result, percentile
from tests.benchmarks.product import fetch, web

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def measure_pages(
    pages: Mapping[str, str],
    headers: Mapping[str, Any],
    *,
    goal: str,
    limit: float,
    size: int,
    rounds: int,
    warm: int,
    write: Callable[[], None] | None = None,
) -> list[Result]:
    """Time each page, name → path, beside the same server's health page; the first `warm` rounds do not count.

    With `write` the business changes before each page, so that nothing counts that the product kept of it.
    """
    times: dict[str, list[float]] = {name: [] for name in [*pages, "health"]}
    with web(ports.pick_inner(1)) as connection:
        for number in range(warm + rounds):
            for name, path in {**pages, "health": "/healthz"}.items():
                if write:
                    write()
                took = fetch(connection, path, dict(headers))
                if number >= warm:
                    times[name].append(took)
    health = percentile(times["health"], 0.95)
    return [
        Result(
            goal=goal,
            name=f"{name} p95, one worker{', just changed' if write else ''}",
            value=percentile(times[name], 0.95),
            unit="ms",
            baseline=f"p50 {percentile(times[name], 0.5):.1f} ms; health page p95 {health:.1f} ms",
            limit=limit,
            size=size,
            rounds=rounds,
        )
        for name in pages
    ]
