"""The fake's endpoints: sending, and the lists of addresses SendGrid no longer delivers to."""

from __future__ import annotations

import hmac
import json
import re
import secrets
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from apps.integrations.fakeserver.exchange import Json, Reply, Request, Routes, json_reply
from apps.integrations.fakeserver.inbox import Inbox, Letter
from apps.integrations.fakeserver.store import BlockList, Store
from apps.integrations.sendgrid.fake.validation import Complaint, Fields, complaints, fields, items

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY = re.compile(r"Bearer (?P<key>SG\.[\w-]{4,}\.[\w-]{4,})")
# Mail to this reserved domain bounces, so that a bounce can be tried by hand.
BOUNCING_DOMAIN = "bounce.example"
BOUNCE_REASON = "550 5.1.1 The recipient does not exist"


class FakeSendGrid:
    """Keeps the suppression lists; delivers to the inbox what they let through."""

    def __init__(self, *, store: Store, inbox: Inbox, api_key: str = "") -> None:
        """With an `api_key` only that key is let in, without one any well-formed key."""
        self._api_key = api_key
        self._inbox = inbox
        self._bounces = BlockList(store, "sendgrid-bounces")
        self._unsubscribes = BlockList(store, "sendgrid-unsubscribes")
        self._routes = Routes(
            ("POST", "/v3/mail/send", self._send),
            ("POST", "/v3/asm/suppressions/global", self._suppress),
            ("GET", "/v3/asm/suppressions/global/(?P<email>[^/]+)", self._suppressed),
            ("DELETE", "/v3/asm/suppressions/global/(?P<email>[^/]+)", self._release),
            ("GET", "/v3/suppression/unsubscribes", self._list_unsubscribes),
            ("GET", "/v3/suppression/bounces", self._list_bounces),
            ("DELETE", "/v3/suppression/bounces/(?P<email>[^/]+)", self._forget_bounce),
        )

    def answer(self, request: Request) -> Reply:
        """Check the key, then answer as SendGrid would."""
        given = KEY.fullmatch(request.headers.get("authorization", ""))
        if given is None:
            return refusal(HTTPStatus.UNAUTHORIZED, [(None, "authorization required")])
        if self._api_key and not hmac.compare_digest(given["key"], self._api_key):
            message = "The provided authorization grant is invalid, expired, or revoked"
            return refusal(HTTPStatus.UNAUTHORIZED, [(None, message)])
        return self._routes.find(request) or refusal(HTTPStatus.NOT_FOUND, [(None, "not found")])

    def _send(self, request: Request) -> Reply:
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            message = "Content-Type should be application/json."
            return refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, [(None, message)])
        try:
            body = request.json()
        except ValueError:
            return refusal(HTTPStatus.BAD_REQUEST, [(None, "Bad Request")])
        if wrong := complaints(body):
            return refusal(HTTPStatus.BAD_REQUEST, wrong)
        message_id = secrets.token_urlsafe(16)
        mail = fields(body)
        for envelope in items(mail["personalizations"]):
            self._deliver(mail, fields(envelope), message_id)
        return Reply(status=HTTPStatus.ACCEPTED, headers={"X-Message-Id": message_id})

    def _deliver(self, mail: Fields, envelope: Fields, message_id: str) -> None:
        for kind in ("to", "cc", "bcc"):
            for recipient in items(envelope.get(kind)):
                address = str(fields(recipient)["email"])
                if address.lower().endswith("@" + BOUNCING_DOMAIN):
                    self._bounces.add(address)
                elif not self._is_dropped(address):
                    self._inbox.deliver(_letter(mail, envelope, address, message_id))

    def _is_dropped(self, address: str) -> bool:
        return self._unsubscribes.holds(address) or self._bounces.holds(address)

    def _suppress(self, request: Request) -> Reply:
        try:
            addresses = items(fields(request.json()).get("recipient_emails"))
        except ValueError:
            addresses = []
        if not addresses:
            return refusal(HTTPStatus.BAD_REQUEST, [("recipient_emails", "recipient_emails is required")])
        for address in addresses:
            self._unsubscribes.add(str(address))
        return json_reply(HTTPStatus.CREATED, {"recipient_emails": [str(address) for address in addresses]})

    def _suppressed(self, _request: Request, *, email: str) -> Reply:
        held = self._unsubscribes.holds(email)
        return json_reply(HTTPStatus.OK, {"recipient_email": email} if held else {})

    def _release(self, _request: Request, *, email: str) -> Reply:
        self._unsubscribes.remove(email)
        return Reply(status=HTTPStatus.NO_CONTENT)

    def _list_unsubscribes(self, _request: Request) -> Reply:
        entries = self._unsubscribes.entries()
        return json_reply(HTTPStatus.OK, [{"email": address, "created": _unix(at)} for address, at in entries])

    def _list_bounces(self, _request: Request) -> Reply:
        entries: list[Json] = [
            {"email": address, "created": _unix(at), "reason": BOUNCE_REASON, "status": "5.1.1"}
            for address, at in self._bounces.entries()
        ]
        return json_reply(HTTPStatus.OK, entries)

    def _forget_bounce(self, _request: Request, *, email: str) -> Reply:
        known = self._bounces.remove(email)
        return Reply(status=HTTPStatus.NO_CONTENT) if known else refusal(HTTPStatus.NOT_FOUND, [(None, "not found")])


def refusal(status: int, wrong: list[Complaint]) -> Reply:
    """Answer with SendGrid's error object."""
    return json_reply(status, {"errors": [{"message": message, "field": field} for field, message in wrong]})


def _letter(mail: Fields, envelope: Fields, address: str, message_id: str) -> Letter:
    parts = {str(fields(part)["type"]): str(fields(part)["value"]) for part in items(mail["content"])}
    sender = fields(envelope.get("from") or mail["from"])
    attachments = [
        {"filename": str(fields(part)["filename"]), "type": str(fields(part).get("type", ""))}
        for part in items(mail.get("attachments"))
    ]
    return Letter(
        channel="email",
        recipient=address,
        sender=_shown(sender),
        subject=str(envelope.get("subject") or mail.get("subject")),
        text=parts.get("text/plain", ""),
        html=parts.get("text/html", ""),
        extra={
            "vendor": "sendgrid",
            "vendor_id": message_id,
            "headers": _plain(fields(mail.get("headers"))) | _plain(fields(envelope.get("headers"))),
            "custom_args": _plain(fields(envelope.get("custom_args"))),
            "attachments": attachments,
        },
    )


def _shown(mailbox: Fields) -> str:
    name = mailbox.get("name")
    return f"{name} <{mailbox['email']}>" if name else str(mailbox["email"])


def _plain(values: Mapping[str, object]) -> dict[str, Json]:
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items()}


def _unix(at: str) -> int:
    return int(datetime.fromisoformat(at).timestamp())
