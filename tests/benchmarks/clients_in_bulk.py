"""Everybody of a large business at once: the file and the act on many."""

from __future__ import annotations

import resource
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.measure import Result

ACTED_ON = 1_000
GROWTH = 100.0
LOOKS = 2_000


def measure(subdomain: str) -> list[Result]:
    """Export every client, counting how far this process grows; set a thousand inactive and undo it."""
    from apps.accounts.models import User
    from tenants.registry.context import enter_business
    from tenants.registry.models import Tenant

    with enter_business(Tenant.objects.get(subdomain=subdomain).as_ref()):
        owner = User.objects.get(email=f"owner0@{subdomain}.example")
        return [*_export(owner), *_act(owner)]


def _export(owner: Any) -> list[Result]:
    from apps.clients.selectors.asked import Asked
    from apps.clients.services.exporting import export_clients

    before, most, lines, started = _memory(), 0.0, 0, time.process_time()
    for lines, _line in enumerate(export_clients(by=owner, asked=Asked()).lines):
        if lines % LOOKS == 0:
            most = max(most, _memory())
    spent, grown = time.process_time() - started, most - before
    return [
        _result("export: memory grows by", grown, "MB", GROWTH, f"{lines} rows", lines),
        _result(
            "export: CPU here a thousand rows", spent * 1e6 / max(lines, 1), "ms", 100, f"{spent:.1f} s in all", lines
        ),
    ]


def _act(owner: Any) -> list[Result]:
    from apps.clients.models import Client
    from apps.clients.services.bulk import run_act, start_act, start_undo, undo_act

    ids = list(Client.objects.filter(status="active").order_by("id").values_list("pk", flat=True)[:ACTED_ON])
    started = time.perf_counter()
    act = start_act(by=owner, act="status", options={"status": "inactive"}, client_ids=ids)
    asked = time.perf_counter()
    run_act(act_id=act.pk)
    done = time.perf_counter()
    start_undo(act_id=act.pk, by=owner)
    undo_act(act_id=act.pk)
    undone = time.perf_counter()
    each = 1_000 / ACTED_ON
    return [
        _result("act on many: asking", (asked - started) * 1_000, "ms", 50, f"{ACTED_ON} chosen", ACTED_ON),
        _result("act on many: each client", (done - asked) * each, "ms", 25, "status", ACTED_ON),
        _result("act on many: undoing each", (undone - done) * each, "ms", 25, "status", ACTED_ON),
    ]


def _memory() -> float:
    """Return what this process holds now, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def _result(name: str, value: float, unit: str, limit: float, baseline: str, size: int) -> Result:
    return Result(goal="list", name=name, value=value, unit=unit, baseline=baseline, limit=limit, size=size, rounds=1)
