"""Rate limits with headers (IETF RateLimit fields), counted per business, person and scope."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from rest_framework.throttling import ScopedRateThrottle, SimpleRateThrottle

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.response import Response


class RequestThrottle(SimpleRateThrottle):
    """Every request of the API. The state for the headers is left on the request."""

    scope = "request"

    def get_cache_key(self, request: Request, view: Any) -> str:
        ident = str(request.user.pk) if request.user and request.user.is_authenticated else self.get_ident(request)
        return f"throttle:{self.scope}:{ident}"

    def allow_request(self, request: Request, view: Any) -> bool:
        is_allowed = super().allow_request(request, view)
        _remember(request, self)
        return bool(is_allowed)


class ScopeThrottle(ScopedRateThrottle):
    """For views with a tighter `throttle_scope`: log-in, sign-up. Counted by address."""

    def get_cache_key(self, request: Request, view: Any) -> str:
        return f"throttle:{self.scope}:{self.get_ident(request)}"

    def allow_request(self, request: Request, view: Any) -> bool:
        is_allowed = super().allow_request(request, view)
        if getattr(self, "rate", None):
            _remember(request, self)
        return bool(is_allowed)


def _remember(request: Request, throttle: Any) -> None:
    seen = getattr(request, "rate_limits", [])
    remaining = max(0, throttle.num_requests - len(throttle.history))
    reset = int(throttle.history[-1] + throttle.duration - time.time()) if throttle.history else throttle.duration
    seen.append((throttle.scope, throttle.num_requests, throttle.duration, remaining, max(0, reset)))
    request.rate_limits = seen  # type: ignore[attr-defined] # our own mark, read by `add_headers`


def add_headers(request: Request, response: Response) -> None:
    """Write `RateLimit-Policy` and `RateLimit` for every limit that was counted."""
    seen = getattr(request, "rate_limits", [])
    if seen:
        response["RateLimit-Policy"] = ", ".join(f'"{name}";q={quota};w={window}' for name, quota, window, _, _ in seen)
        response["RateLimit"] = ", ".join(f'"{name}";r={left};t={reset}' for name, _, _, left, reset in seen)
