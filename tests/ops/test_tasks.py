"""A task knows the request that sent it and tells how it went."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest
from celery import shared_task
from prometheus_client import REGISTRY

from config.observability import context

if TYPE_CHECKING:
    import redis

    from apps.common.business import BusinessRef


@shared_task(name="tests.probe_context")
def probe(*, fail: bool = False) -> str:
    """Say which request and task this is, or fail."""
    if fail:
        raise ValueError("Anna")
    return f"{context.reference()} {context.task_id()}"


def test_the_reference_travels_with_the_message(redis_client: redis.Redis, business: BusinessRef) -> None:
    with context.working_on(reference="7K3F-9QX2"):
        probe.delay()
    message = json.loads(redis_client.lindex("celery", 0))  # type: ignore[arg-type] # bytes
    assert (message["headers"]["request_id"], message["headers"]["business"]) == ("7K3F-9QX2", business.id)


@pytest.mark.usefixtures("celery_inline")  # keeps the test's connection
def test_a_task_tells_how_it_went(business: BusinessRef, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="tasks")
    labels = {"task": "tests.probe_context", "outcome": "success"}
    before = REGISTRY.get_sample_value("mecto_tasks_total", labels) or 0
    result = probe.apply(headers={"request_id": "7K3F-9QX2", "business": business.id})
    assert result.get() == f"7K3F-9QX2 {result.id}"
    (record,) = [record for record in caplog.records if record.name == "tasks"]
    assert (record.task, record.outcome, record.tenant) == (  # type: ignore[attr-defined] # extra fields
        "tests.probe_context",
        "success",
        business.id,
    )
    assert REGISTRY.get_sample_value("mecto_tasks_total", labels) == before + 1
    assert (context.reference(), context.task_id()) == ("", "")


def test_a_failed_task_is_an_error_with_an_id_of_its_own(caplog: pytest.LogCaptureFixture) -> None:
    probe.apply(kwargs={"fail": True})
    (record,) = [record for record in caplog.records if record.name == "tasks"]
    assert (record.levelname, record.outcome) == ("ERROR", "failure")  # type: ignore[attr-defined] # extra field
