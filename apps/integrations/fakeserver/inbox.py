"""Where the fakes deliver: every mail and text message a person would have received."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Literal, cast

from apps.integrations.fakeserver.exchange import Json, Reply, Request, Routes, json_reply
from apps.integrations.fakeserver.store import Store, now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

KEPT = 5_000
PAGE_MAX = 500
URL = re.compile(r"https?://[^\s<>\"'\])}]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message for one recipient, whatever the channel."""

    channel: Literal["email", "sms"]
    recipient: str
    sender: str
    subject: str = ""
    text: str = ""
    html: str = ""
    extra: Mapping[str, Json] = field(default_factory=dict)


class Inbox:
    """Keeps the newest letters and answers for them over HTTP."""

    def __init__(self, store: Store) -> None:
        """Keep letters in `store`."""
        self._store = store
        self._routes = Routes(
            ("GET", "/messages", self._list),
            ("DELETE", "/messages", self._clear),
            ("GET", "/messages/(?P<letter_id>[0-9a-f]{32})", self._one),
        )

    def answer(self, request: Request) -> Reply:
        """List newest first (`to`, `channel`, `limit`), show one, or clear."""
        return self._routes.find(request) or json_reply(404, {"message": "no such page"})

    def deliver(self, letter: Letter) -> str:
        """Keep a letter and return its id; the oldest beyond the limit are dropped."""
        letter_id = uuid.uuid4().hex
        row = (
            letter_id,
            letter.channel,
            letter.recipient,
            letter.sender,
            letter.subject,
            letter.text,
            letter.html,
            now(),
            json.dumps(letter.extra),
        )
        with self._store.transaction() as connection:
            connection.execute(
                "INSERT INTO delivered (id, channel, recipient, sender, subject, text, html, at, extra)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
            connection.execute("DELETE FROM delivered WHERE seq <= (SELECT max(seq) FROM delivered) - ?", (KEPT,))
        return letter_id

    def extra_of(self, *, vendor_id: str) -> Mapping[str, Json] | None:
        """Find what a vendor's fake noted beside the message it gave this id."""
        rows = self._store.rows("SELECT extra FROM delivered WHERE extra ->> '$.vendor_id' = ?", (vendor_id,))
        return cast("Mapping[str, Json]", json.loads(rows[0]["extra"])) if rows else None

    def _list(self, request: Request) -> Reply:
        rows = self._store.rows(
            "SELECT * FROM delivered WHERE (:to = '' OR recipient = :to COLLATE NOCASE)"
            " AND (:channel = '' OR channel = :channel) ORDER BY seq DESC LIMIT :limit",
            {
                "to": request.query.get("to", "").strip(),
                "channel": request.query.get("channel", ""),
                "limit": page_size(request.query.get("limit", "")),
            },
        )
        return json_reply(200, {"messages": [as_json(row) for row in rows]})

    def _one(self, _request: Request, *, letter_id: str) -> Reply:
        rows = self._store.rows("SELECT * FROM delivered WHERE id = ?", (letter_id,))
        return json_reply(200, as_json(rows[0])) if rows else json_reply(404, {"message": "no such message"})

    def _clear(self, _request: Request) -> Reply:
        with self._store.transaction() as connection:
            connection.execute("DELETE FROM delivered")
        return Reply(status=204)


def page_size(text: str) -> int:
    """Read a page size; anything else than 1 to the maximum becomes the maximum."""
    return int(text) if text.isdecimal() and 1 <= int(text) <= PAGE_MAX else PAGE_MAX


def as_json(row: sqlite3.Row) -> dict[str, Json]:
    """Show a stored letter in the words of the mailbox."""
    return {
        "id": row["id"],
        "channel": row["channel"],
        "to": row["recipient"],
        "from": row["sender"],
        "subject": row["subject"],
        "text": row["text"],
        "html": row["html"],
        "links": links_in(text=row["text"], html=row["html"]),
        "at": row["at"],
        "extra": json.loads(row["extra"]),
    }


def links_in(*, text: str, html: str) -> list[str]:
    """List the web addresses of a message once each, in the order a reader meets them."""
    reader = _Anchors()
    reader.feed(html)
    plain = [found.rstrip(".,;:!?") for found in URL.findall(text)]
    return list(dict.fromkeys([*reader.links, *plain]))


class _Anchors(HTMLParser):
    """Collects the targets of links that lead to the web."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        target = dict(attrs).get("href") or ""
        if tag == "a" and target.lower().startswith(("http://", "https://")):
            self.links.append(target)
