"""Errors of the API: RFC 9457 `application/problem+json`, for everything that can go wrong."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from apps.common.errors import DomainError, InvalidInput

logger = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
_OUR_CODES = {"permission_denied": "not_allowed"}
TYPE_BASE = "urn:mectofitness:problem:"


def problem(
    *, status: int, code: str, title: str, request_id: str = "", detail: str = "", **extra: Any
) -> dict[str, Any]:
    """Build the body. `type` is a stable URN per code; `instance` is the reference id that is in our logs too."""
    body = {"type": TYPE_BASE + code, "title": title, "status": status, "code": code, "detail": detail or title}
    if request_id:
        body["instance"] = f"urn:request:{request_id}"
    return {**body, **extra}


def problem_response(*, status: int, code: str, title: str, request_id: str = "", **extra: Any) -> HttpResponse:
    """Answer with a problem outside DRF: unknown paths, crashes, services that are away."""
    body = problem(status=status, code=code, title=title, request_id=request_id, **extra)
    return JsonResponse(body, status=status, content_type=CONTENT_TYPE)


def problem_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception hook. Unknown errors return None: Django's handler logs them and answers 500."""
    request_id = getattr(context["request"], "request_id", "") if context.get("request") else ""
    if isinstance(error, DomainError):
        return _respond(error.status, error.code, str(error.title), request_id, detail=error.message, **error.extra)
    if isinstance(error, ValidationError):
        error = InvalidInput(
            error.message_dict if hasattr(error, "error_dict") else {"non_field_errors": error.messages}
        )
        return problem_handler(error, context)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if isinstance(error, exceptions.APIException):
        return _from_drf(error, request_id)
    return None


def _from_drf(error: exceptions.APIException, request_id: str) -> Response:
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if (wait := getattr(error, "wait", None)) is not None:
        headers["Retry-After"] = str(int(wait) + 1)
    if isinstance(error, exceptions.ValidationError):
        invalid = InvalidInput(_flatten(error.detail))
        return _respond(400, "invalid", str(invalid.title), request_id, errors=invalid.fields)
    code, detail = _code_and_detail(error)
    title = str(getattr(error, "default_detail", "")) or detail
    response = _respond(error.status_code, code, title, request_id, detail=detail)
    for name, value in headers.items():
        response[name] = value
    return response


def _code_and_detail(error: exceptions.APIException) -> tuple[str, str]:
    """Return the stable code, as precise as it is known, and the words. simplejwt puts both into a dictionary."""
    if isinstance(error.detail, dict):
        said = error.detail
        return str(said.get("code", error.default_code)), str(said.get("detail", error.default_detail))
    code = getattr(error.detail, "code", "") or error.default_code
    return _OUR_CODES.get(code, code), str(error.detail)


def _flatten(detail: Any, prefix: str = "") -> dict[str, list[str]]:
    """Turn DRF's nested errors into {"clients.0.email": [texts]}."""
    if isinstance(detail, Mapping):
        pairs = [(str(key), value) for key, value in detail.items()]
    elif isinstance(detail, list) and all(isinstance(item, str) for item in detail):
        return {prefix or "non_field_errors": [str(item) for item in detail]}
    elif isinstance(detail, list):
        pairs = [(str(index), value) for index, value in enumerate(detail)]
    else:
        return {prefix or "non_field_errors": [str(detail)]}
    found: dict[str, list[str]] = {}
    for key, value in pairs:
        found.update(_flatten(value, f"{prefix}.{key}" if prefix else key))
    return found


def _respond(status: int, code: str, title: str, request_id: str, **extra: Any) -> Response:
    set_rollback()
    body = problem(status=status, code=code, title=title, request_id=request_id, **extra)
    return Response(body, status=status, content_type=CONTENT_TYPE)
