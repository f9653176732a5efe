"""One JSON object per line on stderr, each with the reference id, the business and the task it belongs to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pythonjsonlogger.json import JsonFormatter

from config.observability import context

if TYPE_CHECKING:
    import logging
    from collections.abc import Mapping

# Their debug and info lines hold whole requests: bodies, addresses, keys.
TALKATIVE = ("python_http_client", "twilio.http_client", "urllib3", "httpx", "stripe")


class ContextFormatter(JsonFormatter):
    """Adds to every record what is being worked on, read at the moment it is written."""

    def add_fields(
        self,
        log_data: dict[str, Any],
        record: logging.LogRecord,
        message_dict: dict[str, Any],
    ) -> None:
        """Put our fields first, then what the call gave in `extra`; empty ones are left out."""
        ours = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "request_id": context.reference(),
            "tenant": context.tenant_id(),
            "task_id": context.task_id(),
        }
        log_data.update({name: value for name, value in ours.items() if value})
        super().add_fields(log_data, record, message_dict)
        # Django hands the request itself over: its address and headers are no matter for a log.
        log_data.pop("request", None)


def logging_config(*, level: str = "INFO") -> Mapping[str, Any]:
    """Build Django's `LOGGING`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": ContextFormatter, "fmt": "%(message)s", "json_ensure_ascii": False}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Failed requests are told by the request line; exceptions by django.request at ERROR.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            **{name: {"level": "WARNING"} for name in TALKATIVE},
        },
    }
