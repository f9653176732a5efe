"""The fake's endpoints: sending and reading messages, and a person's replies with their opt-out words."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus

from apps.integrations.fakeserver.exchange import Json, Reply, Request, Routes, json_reply
from apps.integrations.fakeserver.inbox import Inbox, Letter
from apps.integrations.fakeserver.store import BlockList, Store
from apps.integrations.twilio.fake.validation import Refusal, refusal
from apps.integrations.twilio.segments import count_segments

ACCOUNT = re.compile(r"AC[0-9a-fA-F]{32}")
STOP_WORDS = frozenset({"CANCEL", "END", "QUIT", "STOP", "STOPALL", "UNSUBSCRIBE"})
START_WORDS = frozenset({"START", "UNSTOP", "YES"})
HELP_WORDS = frozenset({"HELP", "INFO"})


class FakeTwilio:
    """Keeps who opted out of which sender; delivers the rest to the inbox."""

    def __init__(self, *, store: Store, inbox: Inbox, account_sid: str = "", auth_token: str = "") -> None:
        """With credentials only these are let in, without them any well-formed account."""
        self._credentials = (account_sid, auth_token)
        self._inbox = inbox
        self._opted_out = BlockList(store, "twilio-opted-out")
        account = "/2010-04-01/Accounts/(?P<account>[^/]+)"
        self._routes = Routes(
            ("POST", account + r"/Messages\.json", self._send),
            ("GET", account + r"/Messages/(?P<sid>SM[0-9a-f]{32})\.json", self._fetch),
        )
        self._people = Routes(("POST", "/replies", self._reply))

    def answer(self, request: Request) -> Reply:
        """Answer as Twilio would; `/replies` is the fake's own and plays the person who holds the phone."""
        played = self._people.find(request)
        if played is not None:
            return played
        if not self._lets_in(request):
            return error(HTTPStatus.UNAUTHORIZED, Refusal(20003, "Authenticate"))
        found = self._routes.find(request)
        return found or error(HTTPStatus.NOT_FOUND, Refusal(20404, "The requested resource was not found"))

    def _lets_in(self, request: Request) -> bool:
        scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
        try:
            account, _, token = base64.b64decode(encoded, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return False
        if scheme.lower() != "basic" or not ACCOUNT.fullmatch(account) or not token:
            return False
        if f"/Accounts/{account}/" not in request.path:
            return False
        pairs = zip(self._credentials, (account, token), strict=True)
        return all(not expected or hmac.compare_digest(expected, given) for expected, given in pairs)

    def _send(self, request: Request, *, account: str) -> Reply:
        form = request.form()
        wrong = refusal(form)
        if wrong is not None:
            return error(HTTPStatus.BAD_REQUEST, wrong)
        sender = form.get("MessagingServiceSid") or form["From"]
        if self._opted_out.holds(form["To"], owner=sender):
            unsubscribed = Refusal(21610, "Attempt to send to unsubscribed recipient")
            return error(HTTPStatus.BAD_REQUEST, unsubscribed)
        message = _message(account, form)
        self._inbox.deliver(_letter(form, sender, message))
        return json_reply(HTTPStatus.CREATED, message)

    def _fetch(self, _request: Request, *, account: str, sid: str) -> Reply:
        extra = self._inbox.extra_of(vendor_id=sid)
        message = extra.get("message") if extra else None
        if not isinstance(message, Mapping) or message["account_sid"] != account:
            return error(HTTPStatus.NOT_FOUND, Refusal(20404, "The requested resource was not found"))
        return json_reply(HTTPStatus.OK, {**message, "status": "delivered"})

    def _reply(self, request: Request) -> Reply:
        try:
            body = request.json()
        except ValueError:
            body = None
        if not isinstance(body, Mapping) or not all(isinstance(body.get(key), str) for key in ("from", "to", "body")):
            return json_reply(HTTPStatus.BAD_REQUEST, {"message": "from, to and body are required"})
        word = body["body"].strip().upper()
        if word in STOP_WORDS:
            self._opted_out.add(body["from"], owner=body["to"])
            return json_reply(HTTPStatus.OK, {"understood": "stop"})
        if word in START_WORDS:
            self._opted_out.remove(body["from"], owner=body["to"])
            return json_reply(HTTPStatus.OK, {"understood": "start"})
        return json_reply(HTTPStatus.OK, {"understood": "help" if word in HELP_WORDS else "message"})


def error(status: int, wrong: Refusal) -> Reply:
    """Answer with Twilio's error object."""
    more_info = f"https://www.twilio.com/docs/errors/{wrong.code}"
    return json_reply(
        status,
        {"code": wrong.code, "message": wrong.message, "more_info": more_info, "status": int(status)},
    )


def _message(account: str, form: Mapping[str, str]) -> dict[str, Json]:
    sid = "SM" + secrets.token_hex(16)
    uri = f"/2010-04-01/Accounts/{account}/Messages/{sid}"
    at = format_datetime(datetime.now(tz=UTC))
    service = form.get("MessagingServiceSid")
    return {
        "account_sid": account,
        "api_version": "2010-04-01",
        "body": form["Body"],
        "date_created": at,
        "date_sent": None,
        "date_updated": at,
        "direction": "outbound-api",
        "error_code": None,
        "error_message": None,
        "from": form.get("From"),
        "messaging_service_sid": service,
        "num_media": "0",
        "num_segments": str(count_segments(form["Body"])),
        "price": None,
        "price_unit": None,
        "sid": sid,
        "status": "accepted" if service else "queued",
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": form["To"],
        "uri": f"{uri}.json",
    }


def _letter(form: Mapping[str, str], sender: str, message: Mapping[str, Json]) -> Letter:
    return Letter(
        channel="sms",
        recipient=form["To"],
        sender=sender,
        text=form["Body"],
        extra={
            "vendor": "twilio",
            "vendor_id": message["sid"],
            "segments": message["num_segments"],
            "status_callback": form.get("StatusCallback", ""),
            "message": message,
        },
    )
