"""The outermost middleware: gives each request its reference id, writes its one line, counts it."""

from __future__ import annotations

import logging
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.utils.functional import SimpleLazyObject

from config.observability import context, metrics

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
UNROUTED = "unrouted"
SECRET_PARTS = frozenset({"token", "key", "uidb36"})

logger = logging.getLogger("requests")


class RequestLogMiddleware:
    """Stands before everything that can answer. A proxy's id counts only where a proxy stands before us."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._is_proxied = settings.TRUSTED_PROXIES > 0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "") if self._is_proxied else ""
        request.request_id = context.accept_reference(given)  # type: ignore[attr-defined] # read by pages and the API
        queries = metrics.QueryCounter()
        started = time.perf_counter()
        with ExitStack() as held:
            held.enter_context(context.working_on(reference=request.request_id))  # type: ignore[attr-defined]
            held.enter_context(connection.execute_wrapper(queries))
            response = self.get_response(request)
            self._tell(request, response, queries, time.perf_counter() - started)
        response[HEADER] = request.request_id  # type: ignore[attr-defined]
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Note the business while it is entered: it is left before the line is written."""
        request.log_tenant = context.tenant_id()  # type: ignore[attr-defined]

    def _tell(self, request: HttpRequest, response: HttpResponse, queries: metrics.QueryCounter, took: float) -> None:
        route = route_of(request)
        metrics.observe_request(
            method=request.method or "", route=route, status=response.status_code, seconds=took, queries=queries
        )
        fields = {
            "tenant": getattr(request, "log_tenant", ""),
            "user": user_id(request),
            "method": request.method,
            "path": path_of(request),
            "route": route,
            "status": response.status_code,
            "duration_ms": round(took * 1000, 1),
            "queries": queries.count,
        }
        level = logging.ERROR if response.status_code >= 500 else logging.INFO  # noqa: PLR2004 - HTTP's own border
        logger.log(level, "request", extra={name: value for name, value in fields.items() if value != ""})


def route_of(request: HttpRequest) -> str:
    """Return the pattern that answered, never the path: it is a metric's label and must stay few."""
    match = request.resolver_match
    return (match.route or "/") if match else UNROUTED


def path_of(request: HttpRequest) -> str:
    """Return the path without the secrets that links in mails carry."""
    path = request.path
    for name, value in (request.resolver_match.kwargs if request.resolver_match else {}).items():
        if name in SECRET_PARTS:
            path = path.replace(str(value), "[secret]")
    return path


def user_id(request: HttpRequest) -> str:
    """Return the signed-in person's id if the page asked who it is; asking now would cost a query."""
    user = getattr(request, "_cached_user", None) or getattr(request, "user", None)
    if user is None or isinstance(user, SimpleLazyObject):
        return ""
    return str(user.pk or "")
