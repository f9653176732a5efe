"""Idempotency-Key (IETF draft): a write that is sent twice is done once."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from apps.accounts.api.authentication import BusinessJWTAuthentication
from apps.api.services.idempotency import once
from apps.common.api.problems import problem_response
from apps.common.business import current_or_none
from apps.common.errors import DomainError, InvalidInput

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest

PREFIX = "/api/v1/"
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_KEY = re.compile(r"[\x21-\x7e]{1,255}\Z")


class IdempotencyMiddleware:
    """Acts for signed-in people of a business. Others' requests pass: without a person there is nobody to tell apart."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.headers.get("Idempotency-Key")
        if key is None or request.method not in WRITES or not request.path.startswith(PREFIX):
            return self.get_response(request)
        user_id = _who(request) if current_or_none() else None
        if user_id is None:
            return self.get_response(request)
        try:
            if not _KEY.match(key):
                raise InvalidInput({"Idempotency-Key": "1 to 255 visible ASCII characters, for example a UUID."})
            return once(
                user_id=user_id, key=key, fingerprint=_fingerprint(request), act=lambda: self.get_response(request)
            )
        except DomainError as error:
            return _refuse(request, error)


def _who(request: HttpRequest) -> UUID | None:
    """Return the person in full right: somebody who was locked out hears no stored answer either."""
    try:
        found = BusinessJWTAuthentication().authenticate(Request(request))
    except APIException:
        return None  # the view refuses it in its own words
    user: Any = found[0] if found else request.user
    return user.pk if user.is_authenticated else None


def _fingerprint(request: HttpRequest) -> str:
    said = f"{request.method} {request.get_full_path()} {request.headers.get('If-Match', '')}\n"
    return hashlib.sha256(said.encode() + request.body).hexdigest()


def _refuse(request: HttpRequest, error: DomainError) -> HttpResponse:
    return problem_response(
        status=error.status,
        code=error.code,
        title=str(error.title),
        detail=error.message,
        request_id=getattr(request, "request_id", ""),
        **error.extra,
    )
