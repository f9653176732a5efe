"""A mail as we hand it to SendGrid, and its form on the wire."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NotRequired, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class WireAddress(TypedDict):
    """An address in SendGrid's JSON."""

    email: str
    name: NotRequired[str]


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address with an optional display name."""

    email: str
    name: str = ""

    def as_wire(self) -> WireAddress:
        """Leave the name out when there is none: an empty one would be shown."""
        return {"email": self.email, "name": self.name} if self.name else {"email": self.email}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file sent along; one with a `content_id` is shown inside the HTML instead of being listed."""

    filename: str
    content: bytes
    content_type: str
    content_id: str = ""

    def as_wire(self) -> dict[str, str]:
        """Encode the content; SendGrid takes Base64 only."""
        wire = {
            "filename": self.filename,
            "content": base64.b64encode(self.content).decode("ascii"),
            "type": self.content_type,
            "disposition": self.disposition,
        }
        return {**wire, "content_id": self.content_id} if self.content_id else wire

    @property
    def disposition(self) -> Literal["inline", "attachment"]:
        """Inline parts are referred to by their content id."""
        return "inline" if self.content_id else "attachment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail.

    `tenant_id` and `message_id` travel as custom arguments: the event webhook gives them back, so that a bounce
    finds its business and its message without a search. `tenant_id` is empty for mail of the platform itself.
    """

    sender: Mailbox
    to: Sequence[Mailbox]
    subject: str
    message_id: str
    tenant_id: str = ""
    text: str = ""
    html: str = ""
    cc: Sequence[Mailbox] = ()
    bcc: Sequence[Mailbox] = ()
    reply_to: Sequence[Mailbox] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    attachments: Sequence[Attachment] = ()

    def as_wire(self) -> dict[str, object]:
        """Build the body of `POST /v3/mail/send`, without the keys that would be empty."""
        wire: dict[str, object] = {
            "personalizations": [self._envelope()],
            "from": self.sender.as_wire(),
            "subject": self.subject,
            "content": self._content(),
        }
        optional: dict[str, object] = {
            "reply_to_list": [mailbox.as_wire() for mailbox in self.reply_to],
            "headers": dict(self.headers),
            "attachments": [attachment.as_wire() for attachment in self.attachments],
        }
        return wire | {name: value for name, value in optional.items() if value}

    def _envelope(self) -> dict[str, object]:
        custom = {"tenant_id": self.tenant_id, "message_id": self.message_id}
        # SendGrid refuses an address named twice in one mail; the first mention, the most visible one, stays.
        seen: set[str] = set()
        envelope: dict[str, object] = {
            "to": _once(self.to, seen),
            "cc": _once(self.cc, seen),
            "bcc": _once(self.bcc, seen),
            "custom_args": {name: value for name, value in custom.items() if value},
        }
        return {name: value for name, value in envelope.items() if value}

    def _content(self) -> list[dict[str, str]]:
        # Plain text first: SendGrid demands the order of RFC 1341, least faithful first.
        parts = [("text/plain", self.text), ("text/html", self.html)]
        return [{"type": kind, "value": value} for kind, value in parts if value]


def _once(mailboxes: Sequence[Mailbox], seen: set[str]) -> list[WireAddress]:
    kept = []
    for mailbox in mailboxes:
        if mailbox.email.lower() not in seen:
            seen.add(mailbox.email.lower())
            kept.append(mailbox.as_wire())
    return kept
