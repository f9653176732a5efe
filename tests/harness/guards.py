"""What holds for every test whatever it is about: a business left entered fails it, Redis is empty, a hash costs little."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

import hypothesis
import pytest
import redis
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

from apps.common.business import schema_name
from tests.harness.entering import leave_business

if TYPE_CHECKING:
    from collections.abc import Iterator

hypothesis.settings.register_profile("dev", deadline=None)
# The same examples on every run: a failure in CI can be had again.
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") == "true" else "dev")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: looking through it for garbage again and again took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def redis_client() -> Iterator[redis.Redis]:
    """Return a client of this process's own Redis database."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        yield client


@pytest.fixture(scope="session", autouse=True)
def _hashes_are_cheap() -> Iterator[None]:
    """Argon2 is slow and large on purpose; the running product of the browser tests keeps its full cost."""
    with pytest.MonkeyPatch.context() as patch:
        for cost, least in {"time_cost": 1, "memory_cost": 8, "parallelism": 1}.items():
            patch.setattr(Argon2PasswordHasher, cost, least)
        yield


@pytest.fixture(autouse=True)
def _empty_redis(redis_client: redis.Redis) -> None:
    """Start each test with no cache, no counted requests, no queued tasks."""
    redis_client.flushdb()


@pytest.fixture(autouse=True)
def _no_business_is_left_entered() -> Iterator[None]:
    """Every test begins and ends outside any business."""
    yield
    left = schema_name()
    leave_business()
    assert left == "public", f"the test left the connection in {left}"
