"""Reads the fakes' inbox over HTTP."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from apps.integrations.errors import RetryableVendorError

if TYPE_CHECKING:
    from collections.abc import Mapping

TIMEOUT = 3.0
NOT_FOUND = 404
SNIPPET = 140


class InboxUnavailableError(RetryableVendorError):
    """The process that plays the vendors does not answer."""

    vendor = "fakes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One delivered message as the mailbox shows it."""

    id: str
    channel: str
    to: str
    sender: str
    subject: str
    text: str
    html: str
    links: list[str]
    at: datetime
    attachments: list[str]

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Letter:
        """Read the inbox's JSON."""
        return cls(
            id=data["id"],
            channel=data["channel"],
            to=data["to"],
            sender=data["from"],
            subject=data["subject"],
            text=data["text"],
            html=data["html"],
            links=data["links"],
            at=datetime.fromisoformat(data["at"]),
            attachments=[attachment["filename"] for attachment in data["extra"].get("attachments", [])],
        )

    def as_json(self) -> dict[str, object]:
        """Show the letter to scripts; these names are a contract."""
        return {
            "id": self.id,
            "channel": self.channel,
            "to": self.to,
            "from": self.sender,
            "subject": self.subject,
            "text": self.text,
            "html": self.html,
            "links": self.links,
            "at": self.at.isoformat(timespec="milliseconds"),
        }

    @property
    def sender_name(self) -> str:
        """The name a mail program would show."""
        name, address = parseaddr(self.sender)
        return name or address or self.sender

    @property
    def sender_address(self) -> str:
        """The address or number behind the name."""
        return parseaddr(self.sender)[1] or self.sender

    @property
    def title(self) -> str:
        """A mail's subject; of a text message, its beginning."""
        return self.subject or self.snippet

    @property
    def snippet(self) -> str:
        """The first words on one line."""
        return " ".join(self.text.split())[:SNIPPET]


class InboxClient:
    """Speaks to the fakes' inbox."""

    def __init__(self, *, base_url: str) -> None:
        """`base_url` is the address of the fakes."""
        self._base_url = base_url.rstrip("/")

    def letters(self, *, to: str = "", channel: str = "") -> list[Letter]:
        """List letters, newest first. Raises InboxUnavailableError."""
        answer = self._call("GET", "/inbox/messages?" + urlencode({"to": to, "channel": channel}))
        return [Letter.read(data) for data in (answer or {}).get("messages", [])]

    def letter(self, letter_id: str) -> Letter | None:
        """Read one letter, or None when it is gone. Raises InboxUnavailableError."""
        data = self._call("GET", f"/inbox/messages/{letter_id}")
        return Letter.read(data) if data else None

    def clear(self) -> None:
        """Throw every letter away. Raises InboxUnavailableError."""
        self._call("DELETE", "/inbox/messages")

    def _call(self, method: str, path: str) -> dict[str, Any] | None:
        request = Request(self._base_url + path, method=method)  # noqa: S310 - the address comes from the settings
        try:
            with urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310 - the address comes from the settings
                body = response.read()
        except HTTPError as failure:
            with failure:
                if failure.code == NOT_FOUND:
                    return None
            raise InboxUnavailableError(vendor_code=f"http-{failure.code}") from failure
        except OSError as failure:
            raise InboxUnavailableError(vendor_code="unreachable") from failure
        return dict(json.loads(body)) if body else None
