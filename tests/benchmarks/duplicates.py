"""Looking through 100,000 clients of one business for those who may be one person, and the warning while one is added."""

from __future__ import annotations

import random
import time
from pathlib import Path
from resource import getpagesize
from typing import TYPE_CHECKING, Any

from tests.benchmarks.crowd import crowded_business
from tests.benchmarks.measure import Result, percentile
from tests.benchmarks.product import in_django

if TYPE_CHECKING:
    from apps.accounts.models import User

CLIENTS = 100_000
SHARE_TWICE = 0.02
MOST_SECONDS, MOST_GROWTH, MOST_WARNING = 60.0, 400.0, 50.0


def measure(size: int) -> list[Result]:
    """Scan everybody in this process as the task does, then ask for warnings one after the other."""
    subdomain = in_django(lambda: crowded_business(CLIENTS))
    return in_django(lambda: _measure(subdomain, rounds=max(50, size // 10)))


def _measure(subdomain: str, *, rounds: int) -> list[Result]:
    from apps.accounts.models import User
    from tenants.registry.context import enter_business
    from tenants.registry.models import Tenant

    with enter_business(Tenant.objects.get(subdomain=subdomain).as_ref()):
        owner = User.objects.get(email=f"owner0@{subdomain}.example")
        twice = _enter_twice()
        return [*_scan(owner, twice), _warn(owner, rounds)]


def _enter_twice() -> int:
    """Add a second record for some, as people do: another mailbox, a slip in the name, the same phone."""
    from apps.clients.models import Client

    chance = random.Random(11)  # noqa: S311 - the same ones each time
    some = list(Client.objects.order_by("id")[: int(CLIENTS * SHARE_TWICE)])
    for number, client in enumerate(some):
        client.pk = client._meta.pk.get_default()
        client.email = f"again{number}@example.com"
        cut = chance.randrange(1, max(2, len(client.last_name) - 1))
        client.last_name = client.last_name[:cut] + client.last_name[cut + 1 :]
        client._state.adding = True
        client.index_text()
    Client.objects.bulk_create(some, batch_size=1_000)
    return len(some)


def _scan(owner: User, twice: int) -> list[Result]:
    from apps.clients.models import DuplicateScan
    from apps.clients.services.duplicates import find_duplicates, start_scan

    scan = start_scan(by=owner)
    before, cpu, started = _memory(), time.process_time(), time.perf_counter()
    find_duplicates(scan_id=scan.pk)
    took, spent = time.perf_counter() - started, time.process_time() - cpu
    done = DuplicateScan.objects.get(pk=scan.pk)
    said = f"{done.total} clients, {twice} entered twice, {done.found} pairs, {done.left_out} blocks left out, CPU {spent:.1f} s"
    return [
        _result("scan: everybody", took, "s", MOST_SECONDS, said, 1),
        _result("scan: memory grows by", _memory() - before, "MB", MOST_GROWTH, "held after it", 1),
    ]


def _warn(owner: User, rounds: int) -> Result:
    from apps.clients.duplicates import likely_duplicates
    from apps.clients.models import Client

    chance = random.Random(13)  # noqa: S311 - the same ones each time
    ids = list(Client.objects.order_by("id").values_list("pk", flat=True))
    asked = [Client.objects.get(pk=pk) for pk in chance.sample(ids, rounds)]
    times = []
    for client in asked:
        values: dict[str, Any] = {"first_name": client.first_name, "last_name": client.last_name, "phone": client.phone}
        started = time.perf_counter()
        likely_duplicates(values, owner, besides=client.pk)
        times.append((time.perf_counter() - started) * 1_000)
    middle = percentile(times, 0.5)
    return _result(
        "warning: who may it be, p95", percentile(times, 0.95), "ms", MOST_WARNING, f"p50 {middle:.1f}", rounds
    )


def _memory() -> float:
    """Return what this process holds now, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * getpagesize() / 2**20


def _result(name: str, value: float, unit: str, limit: float, baseline: str, rounds: int) -> Result:
    return Result(
        goal="dup", name=name, value=value, unit=unit, baseline=baseline, limit=limit, size=CLIENTS, rounds=rounds
    )
