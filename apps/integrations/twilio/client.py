"""Sends text messages through Twilio's own SDK; only the base URL may differ, so that a fake can answer."""

from __future__ import annotations

from dataclasses import dataclass

from requests.exceptions import RequestException
from twilio.base.exceptions import TwilioRestException, TwilioServiceException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from apps.integrations.twilio.errors import from_network, from_sdk

BASE_URL = "https://api.twilio.com"
TIMEOUT = 10.0
MESSAGING_SERVICE_PREFIX = "MG"


@dataclass(frozen=True, slots=True)
class SentText:
    """Twilio took the message: its id there, its state, and the segments it bills."""

    sid: str
    status: str
    segments: int


class TwilioClient:
    """A pooled HTTP client, safe to share between threads."""

    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        base_url: str = BASE_URL,
        timeout: float = TIMEOUT,
    ) -> None:
        """`timeout` in seconds holds for connecting and for every read."""
        if not base_url.startswith(("https://", "http://")):
            message = "the base URL of Twilio must be an http or https address"
            raise ValueError(message)
        http_client = TwilioHttpClient(timeout=timeout)
        self._sdk = Client(account_sid, auth_token, http_client=http_client, environment={"": ""})
        self._sdk.api.base_url = base_url.rstrip("/")

    def send(self, *, to: str, sender: str, text: str, status_callback: str | None = None) -> SentText:
        """Hand over one text message.

        `to` is an E.164 number, `sender` a number of ours or the id of a Messaging Service (MG…); states are posted
        to `status_callback`.

        Raises RecipientOptedOutError, BadRecipientError or another TwilioRefusedError when the same message would be
        refused again, TwilioUnavailableError when it may be tried again. After a timeout the message may have been
        taken: trying again can deliver it twice.
        """
        is_service = sender.startswith(MESSAGING_SERVICE_PREFIX)
        origin = {"messaging_service_sid" if is_service else "from_": sender}
        callback = {"status_callback": status_callback} if status_callback else {}
        try:
            message = self._sdk.messages.create(to=to, body=text, **origin, **callback)
        except (TwilioRestException, TwilioServiceException) as failure:
            raise from_sdk(failure) from failure
        except RequestException as failure:
            raise from_network(failure) from failure
        return SentText(sid=str(message.sid), status=str(message.status), segments=int(message.num_segments or 1))
