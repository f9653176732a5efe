"""F6: pages of the demo business at the server, one worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks.pages import measure_pages
from tests.benchmarks.product import change_of, demo_business, demo_cookie, in_django

if TYPE_CHECKING:
    from tests.benchmarks.measure import Result

PAGES = {"dashboard": "/", "client list": "/clients/", "calendar": "/calendar/"}
LIMIT = 40.0


def measure(size: int) -> list[Result]:
    """Time the pages of the demo data, seen again and just after somebody wrote."""
    host, _schema = in_django(demo_business)
    headers = {"Host": host, "Cookie": in_django(demo_cookie)}
    return [
        result
        for write in (None, change_of("demo"))
        for result in measure_pages(
            PAGES, headers, goal="F6", limit=LIMIT, size=size // 2, rounds=size // 2, warm=20, write=write
        )
    ]
