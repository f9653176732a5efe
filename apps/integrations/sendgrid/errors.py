"""SendGrid's refusals, and how an SDK failure becomes one of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from apps.integrations.errors import (
    RETRYABLE_STATUSES,
    PermanentVendorError,
    RetryableVendorError,
    VendorError,
    retry_after_seconds,
)

if TYPE_CHECKING:
    from python_http_client.exceptions import HTTPError


class SendGridError(VendorError):
    """Anything SendGrid did not do."""

    vendor = "sendgrid"


class SendGridRefusedError(SendGridError, PermanentVendorError):
    """The mail, the key or the account is wrong; sending the same again is useless."""


class SendGridUnavailableError(SendGridError, RetryableVendorError):
    """SendGrid is busy, broken or out of reach; the same mail may be sent again."""


def from_http(failure: HTTPError) -> SendGridError:
    """Sort an HTTP failure; the code is the field SendGrid complains about, or the status."""
    status = int(failure.status_code)
    field, detail = _first_complaint(failure.body)
    code = field or f"http-{status}"
    if status in RETRYABLE_STATUSES:
        wait = retry_after_seconds(failure.headers.get("Retry-After"))
        return SendGridUnavailableError(vendor_code=code, detail=detail, vendor_status=status, retry_after=wait)
    return SendGridRefusedError(vendor_code=code, detail=detail, vendor_status=status)


def from_network(failure: OSError) -> SendGridUnavailableError:
    """Name what kept the request from being answered; it may or may not have arrived."""
    reason = getattr(failure, "reason", failure)
    code = "timeout" if isinstance(reason, TimeoutError) else "unreachable"
    return SendGridUnavailableError(vendor_code=code, detail=type(reason).__name__)


def _first_complaint(body: bytes) -> tuple[str, str]:
    try:
        errors = json.loads(body)["errors"]
        first = errors[0]
        return str(first.get("field") or ""), str(first.get("message") or "")
    except (ValueError, LookupError, TypeError, AttributeError):
        return "", ""
