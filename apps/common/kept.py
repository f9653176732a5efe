"""Markup kept until something in the business changes.

A business has a mark in the cache, which every transaction that wrote in its schema replaces once it stands, whichever code
sent it: `tenants.registry.postgres` hears the statements themselves. What was drawn is kept with the mark that was read before
drawing, and counts only beside that mark. Somebody whose own transaction has written and still runs is neither given nor leaves
anything: what they see is not what others see.

Time passes without anybody writing, so what is kept also has a limit: who draws says how long it stays true.
"""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
import zlib
from contextlib import suppress
from functools import cache as once
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language
from redis.exceptions import RedisError

from apps.common.cache import keys_of
from apps.common.context_processors import page_token

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from django.http import HttpRequest

type Pieces = Mapping[str, str]
"""Markup by name."""
type Drawn = tuple[Pieces, float]
"""What was drawn, and for how many seconds it stays true while nobody writes."""

MARK = "kept:mark"
SECONDS_OF_MARK = 24 * 60 * 60

logger = logging.getLogger(__name__)


def kept(name: str, parts: Iterable[Any], draw: Callable[[], Drawn | None]) -> Pieces | None:
    """Return pieces of markup: those that were kept, else what `draw` gives, kept from now on; None where it gives None.

    Args:
        name: whose pieces; the language, time zone and build of the product are part of the key by themselves.
        parts: what else they depend on: the person, the day, what the address asks for.
        draw: makes them, from templates drawn with `csrf_token` set to `placeholder()`; see `with_token`.

    Where Redis is away everything is drawn.

    """
    if _sees_alone():
        return _pieces(draw())
    key = _key(name, parts)
    try:
        found = cache.get_many([MARK, key])
        mark = found.get(MARK) or cache.get_or_set(MARK, secrets.token_urlsafe(9), SECONDS_OF_MARK)
    except RedisError:
        return _pieces(draw())
    known, packed = found.get(key, ("", b""))
    if known == mark:
        return cast("Pieces", json.loads(zlib.decompress(packed)))
    drawn = draw()
    if drawn and not _sees_alone():
        _keep(key, str(mark), drawn)
    return _pieces(drawn)


def mark_changed(schema_names: Iterable[str]) -> None:
    """Let nothing count any more that was kept for these businesses. Where Redis is away it counts until its limit."""
    for name in schema_names:
        try:
            with keys_of(name):
                cache.set(MARK, secrets.token_urlsafe(9), SECONDS_OF_MARK)
        except RedisError:
            logger.warning("Redis is away: pages of %s may show what was kept until its time is over", name)


def _key(name: str, parts: Iterable[Any]) -> str:
    depends_on = (_build(), get_language(), get_current_timezone_name(), *map(str, parts))
    return f"kept:{name}:{hashlib.sha256(repr(depends_on).encode()).hexdigest()[:40]}"


def _keep(key: str, mark: str, drawn: Drawn) -> None:
    pieces, seconds = drawn
    packed = zlib.compress(json.dumps(pieces).encode(), 1)
    with suppress(RedisError):
        cache.set(key, (mark, packed), int(seconds))  # 0 keeps nothing


def _pieces(drawn: Drawn | None) -> Pieces | None:
    return drawn[0] if drawn else None


def _sees_alone() -> bool:
    return bool(getattr(connection, "has_unsettled_writes", False))


def with_token(piece: str, request: HttpRequest) -> SafeString:
    """Return a piece with the visitor's own token against forged requests in its forms."""
    return SafeString(piece.replace(placeholder(), page_token(request)))


@once
def placeholder() -> str:
    """Return what stands for that token in what is kept; nobody can know it and write it into a text of theirs."""
    return salted_hmac("apps.common.kept", "csrf token", algorithm="sha256").hexdigest()


@once
def _build() -> str:
    """Return what tells this build's markup from another's: when the youngest of the files that draw was written."""
    files = (path for folder in ("apps", "templates", "static/dist") for path in (settings.ROOT / folder).rglob("*.*"))
    return format(max(int(path.stat().st_mtime) for path in files if path.suffix != ".pyc"), "x")
