"""A real worker, killed in the middle of a delivery: nothing is lost and nothing is done twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.utils import timezone

from apps.activity.models import Activity, ActivityClient, HandlerRun
from apps.activity.services import publish
from tenants.registry.context import enter_public
from tenants.registry.models import DueWork
from tenants.registry.tasks import sweep_due_work
from tests.activity.happenings import BEGAN, MAY_FINISH, TRACE, Slow
from tests.architecture.files import PROJECT
from tests.harness.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import redis

    from apps.common.business import BusinessRef

WORKER = ("-m", "celery", "-A", "config", "worker", "-I", "tests.activity.happenings", "--concurrency", "1")
QUIETLY = ("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING")


@contextmanager
def worker(log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as out:
        command = [sys.executable, *WORKER, *QUIETLY]
        process = subprocess.Popen(command, cwd=PROJECT, stdout=out, stderr=out, start_new_session=True)  # noqa: S603 - ours
        try:
            yield process
        finally:
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End the worker and its children without a word of warning."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost(business: BusinessRef, redis_client: redis.Redis, tmp_path: Path) -> None:
    with worker(tmp_path / "first.log") as first:
        with transaction.atomic():
            activity = publish(Slow(what="lift"), actor=None)
        until(lambda: redis_client.llen(BEGAN) == 1, "the first worker to begin")
        kill(first)
    assert not HandlerRun.objects.exists()
    assert not ActivityClient.objects.filter(client_id=TRACE).exists(), "what it wrote died with it"
    assert Activity.objects.get().delivered_at is None

    redis_client.set(MAY_FINISH, 1)
    with enter_public():
        DueWork.objects.update(due_at=timezone.now() - timedelta(seconds=1))
        assert sweep_due_work() == 1
    with worker(tmp_path / "second.log"):
        until(lambda: Activity.objects.filter(delivered_at__isnull=False).exists(), "the second worker to deliver")
    assert redis_client.llen(BEGAN) == 2
    assert ActivityClient.objects.filter(activity=activity, client_id=TRACE).count() == 1
    assert HandlerRun.objects.count() == 1
    with enter_public():
        assert not DueWork.objects.exists()
