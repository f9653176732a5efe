"""A real worker, killed in the middle of a delivery: nothing is lost and nothing is done twice."""

from __future__ import annotations

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
from tests.harness.waiting import until
from tests.harness.workers import kill, worker

if TYPE_CHECKING:
    from pathlib import Path

    import redis

    from apps.common.business import BusinessRef

WITH_HAPPENINGS = ("-I", "tests.activity.happenings")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost(business: BusinessRef, redis_client: redis.Redis, tmp_path: Path) -> None:
    with worker(tmp_path / "first.log", *WITH_HAPPENINGS) as first:
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
    with worker(tmp_path / "second.log", *WITH_HAPPENINGS):
        until(lambda: Activity.objects.filter(delivered_at__isnull=False).exists(), "the second worker to deliver")
    assert redis_client.llen(BEGAN) == 2
    assert ActivityClient.objects.filter(activity=activity, client_id=TRACE).count() == 1
    assert HandlerRun.objects.count() == 1
    with enter_public():
        assert not DueWork.objects.exists()
