"""Events and receivers that only tests know; a worker gets them by `celery worker -I tests.activity.happenings`."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import redis
from django.conf import settings

from apps.activity.bus import receives
from apps.activity.events import Event
from apps.activity.models import ActivityClient

if TYPE_CHECKING:
    from apps.activity.models import Activity

BEGAN, MAY_FINISH = "tests:began", "tests:may-finish"
TRACE = UUID(int=0xACCE55)


@dataclass(frozen=True, kw_only=True)
class Slow(Event):
    """Something whose receiver takes long."""

    name = "tests.slow"
    what: str


@receives(Slow)
def take_long(event: Slow, activity: Activity) -> None:
    """Write a trace, say so, and hold the transaction open until the test lets go."""
    ActivityClient.objects.create(activity=activity, client_id=TRACE)
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.rpush(BEGAN, os.getpid())
        while not client.exists(MAY_FINISH):
            time.sleep(0.05)
