"""Sends mail through SendGrid's own SDK; only the base URL may differ, so that a fake can answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from python_http_client.exceptions import HTTPError
from sendgrid import SendGridAPIClient

from apps.integrations.sendgrid.errors import SendGridUnavailableError, from_http, from_network

if TYPE_CHECKING:
    from apps.integrations.sendgrid.mail import Mail

BASE_URL = "https://api.sendgrid.com"
TIMEOUT = 10.0


@dataclass(frozen=True, slots=True)
class Accepted:
    """SendGrid took the mail; `message_id` is its name there, the start of every event's `sg_message_id`."""

    message_id: str


class SendGridClient:
    """A connection-less client, safe to share between threads."""

    def __init__(self, *, api_key: str, base_url: str = BASE_URL, timeout: float = TIMEOUT) -> None:
        """`timeout` in seconds holds for connecting and for every read."""
        if not base_url.startswith(("https://", "http://")):
            message = "the base URL of SendGrid must be an http or https address"
            raise ValueError(message)
        self._sdk = SendGridAPIClient(api_key, host=base_url.rstrip("/"))
        self._sdk.client.timeout = timeout

    def send(self, *, mail: Mail) -> Accepted:
        """Hand over one mail.

        Raises SendGridRefusedError when the same mail would be refused again, SendGridUnavailableError when it may
        be tried again. After a timeout the mail may have been taken: trying again can deliver it twice.
        """
        try:
            response = self._sdk.send(mail.as_wire())
        except HTTPError as failure:
            raise from_http(failure) from failure
        except OSError as failure:
            raise from_network(failure) from failure
        message_id = response.headers.get("X-Message-Id")
        if not message_id:
            raise SendGridUnavailableError(vendor_code="no-message-id", vendor_status=response.status_code)
        return Accepted(message_id=str(message_id))
