"""The pages for what went wrong. On the API's paths the same is said as an RFC 9457 problem."""

from __future__ import annotations

import logging
import sys

import redis
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as BrokerError
from psycopg_pool import PoolTimeout

from apps.common.api.problems import problem_response
from apps.common.business import MAIN, current_or_none
from apps.common.errors import Unavailable

logger = logging.getLogger(__name__)

DATABASE = (OperationalError, InterfaceError, PoolTimeout)
AWAY = (
    *DATABASE,
    redis.ConnectionError,
    redis.TimeoutError,
    BrokerError,
    Unavailable,
)
RETRY_AFTER_SECONDS = "5"
THROTTLED_SECONDS = "300"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 400, "bad_request", _("The request could not be understood"))


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 403, "not_allowed", _("You may not do this"))


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 404, "not_found", _("Not found"))


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer allauth's rate limits; those of the API are DRF's."""
    response = _answer(request, 429, "too_many", _("Too many, too fast"))
    response["Retry-After"] = THROTTLED_SECONDS
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF check said no: usually an old tab."""
    return _answer(request, 403, "csrf", _("This form is too old. Reload the page and send it again."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 when something we depend on is away, else 500. Needs neither database nor context processors."""
    error = sys.exc_info()[1]
    if isinstance(error, AWAY):
        logger.error("Away: %s: %s", type(error).__name__, error)
        code, title = _what_is_away(error)
        response = _bare(request, 503, code, title)
        response["Retry-After"] = RETRY_AFTER_SECONDS
        return response
    return _bare(request, 500, "server_error", _("Something broke on our side"))


def _what_is_away(error: BaseException) -> tuple[str, str]:
    """Tell a business whose own Postgres server is away from everything being away."""
    business = current_or_none()
    if isinstance(error, DATABASE) and business and business.database != MAIN:
        return "server_unavailable", _("This studio is out of reach for a moment")
    return "unavailable", _("Out of reach for a moment")


def _answer(request: HttpRequest, status: int, code: str, title: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return _problem(request, status, code, title)
    return render(request, f"errors/{status}.html", {"title": title}, status=status)


def _bare(request: HttpRequest, status: int, code: str, title: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return _problem(request, status, code, title)
    context = {"request_id": getattr(request, "request_id", ""), "title": title, "code": code}
    return HttpResponse(render_to_string(f"errors/{status}.html", context), status=status)


def _problem(request: HttpRequest, status: int, code: str, title: str) -> HttpResponse:
    return problem_response(status=status, code=code, title=title, request_id=getattr(request, "request_id", ""))
