"""A process beside the measured one: `stock` makes tenants as django-tenants does, `read` reads in one business.

Each line on its input is one order; the answer is one line of numbers.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import django

from tests.benchmarks.measure import percentile

if TYPE_CHECKING:
    from collections.abc import Callable

THINKING = 0.002


class Companion:
    """The process, as the measuring one sees it."""

    def __init__(self, what: str, *arguments: str, settings: str) -> None:
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": settings}
        command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.companion", what, *arguments]
        self._process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, order: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{order}\n")
        self._process.stdin.flush()

    def answer(self) -> list[float]:
        assert self._process.stdout
        return [float(number) for number in self._process.stdout.readline().split()]

    def stop(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(20)


def make_stock_tenant(name: str) -> list[float]:
    """Give the milliseconds of one tenant made by `auto_create_schema`, and remove it."""
    from tenants.registry.models import Tenant
    from tenants.registry.postgres.typed import connection

    connection.set_schema_to_public()
    tenant = Tenant(name=name, subdomain=name, skeleton=name, schema_name=f"stock_{name}")
    tenant.auto_create_schema = True
    started = time.perf_counter()
    tenant.save(verbosity=0)
    took = (time.perf_counter() - started) * 1000
    connection.set_schema_to_public()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {tenant.schema_name} CASCADE")
        cursor.execute("DELETE FROM tenants_tenant WHERE id = %s", [tenant.pk])
    return [took]


def read(seconds: str) -> list[float]:
    """Look up one business and read a list in it, again and again; give p50, p99, the longest in ms, and how many."""
    from apps.accounts.models import User
    from tenants.registry.context import enter_business, enter_public
    from tenants.registry.models import Tenant

    took = []
    until = time.perf_counter() + float(seconds)
    while (started := time.perf_counter()) < until:
        with enter_public():
            tenant = Tenant.objects.get(schema_name=sys.argv[2])
        with enter_business(tenant.as_ref()):
            list(User.objects.order_by("email")[:25])
        took.append((time.perf_counter() - started) * 1000)
        time.sleep(THINKING)
    return [percentile(took, 0.5), percentile(took, 0.99), max(took), len(took)]


ACTS: dict[str, Callable[[str], list[float]]] = {"stock": make_stock_tenant, "read": read}


def main() -> None:
    django.setup()
    act = ACTS[sys.argv[1]]
    for line in sys.stdin:
        print(*act(line.strip()), flush=True)


if __name__ == "__main__":
    main()
