"""What can go wrong at a vendor, told apart by the one thing a caller decides: try again or not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.common.errors import DomainError, Unavailable


class VendorError(DomainError):
    """A vendor did not do what was asked.

    People read only the title. `vendor` and `vendor_code` are short and safe to log; `detail` is the vendor's own
    sentence and may name a person, so it stays out of the exception's text.
    """

    vendor = "vendor"

    def __init__(self, *, vendor_code: str, detail: str = "", vendor_status: int | None = None) -> None:
        """Keep the vendor's code, its sentence and its HTTP status, if it answered at all."""
        super().__init__()
        self.vendor_code = vendor_code
        self.detail = detail
        self.vendor_status = vendor_status

    def __str__(self) -> str:
        """Name vendor and code, for logs."""
        return f"{self.vendor}: {self.vendor_code}"


class PermanentVendorError(VendorError):
    """The same request will be refused again: fix the request, the account or the address."""

    status = 502
    code = "vendor_refused"
    title = _("A service we depend on refused this")


class RetryableVendorError(VendorError, Unavailable):
    """The vendor is busy, broken or out of reach: the same request may succeed later."""

    code = "vendor_unavailable"
    title = _("A service we depend on is out of reach for a moment")

    def __init__(
        self,
        *,
        vendor_code: str,
        detail: str = "",
        vendor_status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        """`retry_after` is in seconds, when the vendor said how long to wait."""
        super().__init__(vendor_code=vendor_code, detail=detail, vendor_status=vendor_status)
        self.retry_after = retry_after


RETRYABLE_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})


def retry_after_seconds(header: str | None) -> float | None:
    """Read a `Retry-After` header given in seconds; the rarer date form counts as not given."""
    if header is None or not header.strip().isdecimal():
        return None
    return float(header.strip())
