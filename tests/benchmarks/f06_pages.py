"""F6: pages of the demo business at the server, one worker."""

from __future__ import annotations

from deploy.local import ports
from tests.benchmarks.measure import Result, percentile
from tests.benchmarks.product import demo_business, demo_cookie, fetch, in_django, web

PAGES = {"dashboard": "/", "client list": "/clients/", "calendar": "/calendar/"}
LIMIT = 40.0


def measure(size: int) -> list[Result]:
    """Time whole answers over loopback, each page beside the same server's health page."""
    host, _schema = in_django(demo_business)
    headers = {"Host": host, "Cookie": in_django(demo_cookie)}
    times: dict[str, list[float]] = {name: [] for name in [*PAGES, "health"]}
    with web(ports.pick_inner(1)) as connection:
        for number in range(size // 2 + 20):
            for name, path in {**PAGES, "health": "/healthz"}.items():
                took = fetch(connection, path, headers)
                if number >= 20:  # warm by then
                    times[name].append(took)
    return [
        Result(
            goal="F6",
            name=f"{name} p95, one worker, demo data",
            value=percentile(times[name], 0.95),
            unit="ms",
            baseline=f"p50 {percentile(times[name], 0.5):.1f} ms; health page p95 {percentile(times['health'], 0.95):.1f} ms",
            limit=LIMIT,
            size=len(times[name]),
            rounds=1,
        )
        for name in PAGES
    ]
