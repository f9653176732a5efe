"""A business is dropped while its tasks are queued: a real worker drops them, says so once, and goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from celery import current_app
from django.utils import timezone

from apps.activity.services.delivery import DELIVER
from apps.common.business import TASK_HEADER
from tenants.registry.models import DueWork, Tenant
from tenants.registry.services.provisioning import build_business
from tenants.registry.services.schemas import drop_schema
from tenants.registry.tasks import sweep_due_work
from tests.architecture.files import PROJECT
from tests.harness.waiting import until
from tests.tenants.test_provisioning import ask, furnish

if TYPE_CHECKING:
    from pathlib import Path

    import redis

WORKER = ("-m", "celery", "-A", "config", "worker", "--pool", "solo", "--loglevel", "INFO")


def lines_of(log: Path, business_id: str) -> list[dict[str, Any]]:
    """Return what the worker's own account of its tasks says of one business."""
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    return [line for line in lines if line["logger"] == "tasks" and line.get("tenant") == business_id]


@pytest.mark.django_db(transaction=True)
def test_its_tasks_are_dropped_and_its_due_rows_removed(redis_client: redis.Redis, tmp_path: Path) -> None:
    tenant = build_business(tenant_id=ask().pk, furnish=furnish)
    assert tenant is not None
    key, gone = str(uuid4()), str(tenant.pk)
    DueWork.objects.create(
        schema_name=tenant.schema_name, kind=DELIVER, key=key, due_at=timezone.now() - timedelta(seconds=1)
    )
    assert sweep_due_work() == 1
    drop_schema(tenant.schema_name)
    Tenant.objects.filter(pk=gone).delete()

    log = tmp_path / "worker.log"
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, *WORKER], cwd=PROJECT, stdout=out, stderr=out)  # noqa: S603 - ours
    try:
        until(lambda: lines_of(log, gone), "the worker to drop the task")
        current_app.send_task(DELIVER, (key,), headers={TASK_HEADER: gone})
        until(lambda: len(lines_of(log, gone)) == 2, "the worker to be well and drop another")
    finally:
        os.kill(process.pid, signal.SIGTERM)
        process.wait(20)
    assert [(line["level"], line["outcome"]) for line in lines_of(log, gone)] == [("info", "ignored")] * 2
    assert '"level": "error"' not in log.read_text()
    assert redis_client.llen("celery") == redis_client.hlen("unacked") == 0, "nothing waits to be tried again"

    DueWork.objects.update(due_at=timezone.now())
    assert sweep_due_work() == 0
    assert not DueWork.objects.exists()
