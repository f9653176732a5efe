"""Errors go to Sentry when a DSN is set: scrubbed, tagged with the business and the reference id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import sentry_sdk
from sentry_sdk.integrations.celery import CeleryIntegration
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.integrations.logging import LoggingIntegration, ignore_logger

from config.observability import context
from config.observability.scrubbing import scrub_event

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint


def start(*, dsn: str, environment: str, release: str = "") -> None:
    """Start reporting; without a DSN nothing is imported into a running request and nothing is sent."""
    if not dsn:
        return
    # The lines that only say how a request or task went: what failed in it is reported by itself.
    for name in ("requests", "tasks"):
        ignore_logger(name)
    sentry_sdk.init(
        dsn=dsn,
        environment=environment,
        release=release or None,
        integrations=[DjangoIntegration(), CeleryIntegration(), LoggingIntegration(sentry_logs_level=None)],
        default_integrations=True,
        auto_enabling_integrations=False,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        traces_sample_rate=None,
        auto_session_tracking=False,
        before_send=_before_send,
    )


def _before_send(event: Event, hint: Hint) -> Event | None:
    tags = {
        "tenant": context.tenant_id(),
        "request_id": context.reference(),
        "task_id": context.task_id(),
    }
    known: dict[str, Any] = {name: value for name, value in tags.items() if value}
    return cast("Event", scrub_event({**event, "tags": known}, hint))
