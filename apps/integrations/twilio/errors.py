"""Twilio's refusals, and how an SDK failure becomes one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from requests.exceptions import RequestException, Timeout

from apps.integrations.errors import RETRYABLE_STATUSES, PermanentVendorError, RetryableVendorError, VendorError

if TYPE_CHECKING:
    from twilio.base.exceptions import TwilioRestException, TwilioServiceException

OPTED_OUT = 21610
BAD_RECIPIENTS = frozenset({21211, 21214, 21612, 21614})
# 20429 too many requests, 30001 queue overflow: Twilio asks to come back later.
BUSY = frozenset({20429, 30001})


class TwilioError(VendorError):
    """Anything Twilio did not do."""

    vendor = "twilio"


class TwilioRefusedError(TwilioError, PermanentVendorError):
    """The message, the number or the account is wrong; sending the same again is useless."""


class RecipientOptedOutError(TwilioRefusedError):
    """The person answered STOP to this sender: never send again until they answer START."""


class BadRecipientError(TwilioRefusedError):
    """The number cannot receive text messages."""


class TwilioUnavailableError(TwilioError, RetryableVendorError):
    """Twilio is busy, broken or out of reach; the same message may be sent again."""


def from_sdk(failure: TwilioRestException | TwilioServiceException) -> TwilioError:
    """Sort a refusal by Twilio's own code, then by the HTTP status."""
    code, status = failure.code, int(failure.status)
    detail = str(getattr(failure, "msg", "") or getattr(failure, "title", ""))
    if status in RETRYABLE_STATUSES or code in BUSY:
        return TwilioUnavailableError(vendor_code=str(code), detail=detail, vendor_status=status)
    if code == OPTED_OUT:
        return RecipientOptedOutError(vendor_code=str(code), detail=detail, vendor_status=status)
    if code in BAD_RECIPIENTS:
        return BadRecipientError(vendor_code=str(code), detail=detail, vendor_status=status)
    return TwilioRefusedError(vendor_code=str(code), detail=detail, vendor_status=status)


def from_network(failure: RequestException) -> TwilioUnavailableError:
    """Name what kept the request from being answered; it may or may not have arrived."""
    code = "timeout" if isinstance(failure, Timeout) else "unreachable"
    return TwilioUnavailableError(vendor_code=code, detail=type(failure).__name__)
