"""A process that answers requests of many businesses in several threads when told to, and says what they took."""

from __future__ import annotations

import json
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import django
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from tests.benchmarks.arm import answer

THREADS = 4  # as many as gunicorn's


def main() -> None:
    """Read lines `count seed` and answer each with this process's seconds of CPU and every request's milliseconds."""
    from tenants.registry.models import Tenant

    hosts = [tenant.host for tenant in Tenant.objects.filter(subdomain__startswith="spread-").order_by("subdomain")]
    connection.close()
    application = WSGIHandler()

    def timed(wish: tuple[str, str]) -> float:
        started = time.perf_counter()
        answer(application, *wish)
        return (time.perf_counter() - started) * 1000

    with ThreadPoolExecutor(THREADS) as threads:
        for line in sys.stdin:
            count, seed = map(int, line.split())
            chance = random.Random(seed)  # noqa: S311 - the same wishes for every arm
            wishes = [(chance.choice(hosts), chance.choice(("/left/", "/right/"))) for _ in range(count)]
            used = time.process_time()
            times = list(threads.map(timed, wishes))
            print(json.dumps([time.process_time() - used, times]), flush=True)


if __name__ == "__main__":
    django.setup()
    main()
