"""Log-in is counted twice: by network address, and by the account somebody tries to enter. A password asked for again, by the person."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from apps.common.api.throttling import RequestThrottle

if TYPE_CHECKING:
    from rest_framework.request import Request


class AccountThrottle(RequestThrottle):
    """Counts by the e-mail in the body, so that many addresses cannot guess at one account."""

    scope = "account"

    def get_cache_key(self, request: Request, view: Any) -> str:
        email = request.data.get("email", "") if isinstance(request.data, dict) else ""
        digest = hashlib.sha256(str(email).strip().lower().encode("utf-8", "replace")).hexdigest()
        return f"throttle:{self.scope}:account:{digest}"


class PasswordThrottle(RequestThrottle):
    """For what asks somebody with a token for their password: right or wrong, each try counts."""

    scope = "password"
