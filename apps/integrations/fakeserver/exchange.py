"""A request and a reply as plain values, and the table that picks who answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import parse_qs, unquote

type Json = Mapping[str, Json] | Sequence[Json] | str | int | float | bool | None

FORM_FIELDS_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One HTTP request; header names are lower case, `path` starts below the fake's own prefix."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def json(self) -> object:
        """Parse the body as JSON; raises ValueError when it is not."""
        return json.loads(self.body.decode("utf-8"))

    def form(self) -> dict[str, str]:
        """Parse a form body; of a repeated field the last value counts."""
        return last_values(self.body.decode("utf-8", errors="replace"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One HTTP answer."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class Fake(Protocol):
    """A vendor's stand-in: answers every request below its prefix."""

    def answer(self, request: Request) -> Reply:
        """Answer one request; called from several threads at once."""


type Handler = Callable[..., Reply]


class Routes:
    """Method and path to handler; a path unknown is 404, a method unknown 405."""

    def __init__(self, *table: tuple[str, str, Handler]) -> None:
        """Each row is a method, a regular expression for the whole path, and the handler for its groups."""
        self._table = [(method, re.compile(pattern), handler) for method, pattern, handler in table]

    def find(self, request: Request) -> Reply | None:
        """Answer by the first row that fits, or return None when no row knows the path."""
        known = False
        for method, pattern, handler in self._table:
            match = pattern.fullmatch(request.path)
            if match is None:
                continue
            if method == request.method:
                return handler(request, **{name: unquote(text) for name, text in match.groupdict().items()})
            known = True
        return json_reply(405, {"message": "method not allowed"}) if known else None


def json_reply(status: int, data: Json, headers: Mapping[str, str] | None = None) -> Reply:
    """Answer with JSON."""
    body = json.dumps(data, ensure_ascii=False).encode()
    return Reply(status=status, body=body, headers={"Content-Type": "application/json", **(headers or {})})


def last_values(encoded: str) -> dict[str, str]:
    """Read form encoding into a plain dict; of a repeated field the last value counts."""
    pairs = parse_qs(encoded, keep_blank_values=True, max_num_fields=FORM_FIELDS_MAX)
    return {name: values[-1] for name, values in pairs.items()}
