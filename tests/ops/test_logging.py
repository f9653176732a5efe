"""Lines are JSON, carry the ids of the moment, and keep their mouth shut about vendors' requests."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

from config.observability import context
from config.observability.logging import TALKATIVE, ContextFormatter, logging_config

if TYPE_CHECKING:
    from apps.common.business import BusinessRef


def written(**fields: object) -> dict[str, object]:
    """Write one record the way the handler does."""
    record = logging.LogRecord("apps.clients", logging.WARNING, __file__, 1, "moved %s", ("Anna",), None)
    record.__dict__.update(fields)
    return dict(json.loads(ContextFormatter("%(message)s").format(record)))


def test_a_line_outside_everything() -> None:
    told = written(count=3)
    assert str(told.pop("time")).endswith("+00:00")
    assert told == {"level": "warning", "logger": "apps.clients", "message": "moved Anna", "count": 3}


def test_a_line_in_a_request_of_a_business(business: BusinessRef) -> None:
    with context.working_on(reference="7K3F-9QX2"):
        told = written(request=object())
    assert (told["request_id"], told["tenant"], "request" in told) == ("7K3F-9QX2", business.id, False)


def test_an_exception_is_one_line() -> None:
    failure = ValueError("line one\nline two")
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed", (), (ValueError, failure, None))
    text = ContextFormatter("%(message)s").format(record)
    assert "\n" not in text
    assert "ValueError: line one\nline two" in json.loads(text)["exc_info"]


def test_vendors_sdks_do_not_log_requests() -> None:
    loggers = logging_config()["loggers"]
    assert {loggers[name]["level"] for name in TALKATIVE} == {"WARNING"}
