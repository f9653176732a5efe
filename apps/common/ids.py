"""Identifiers: UUID version 7, in the order of their making, so that an index grows at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from uuid_utils.compat import uuid7 as _uuid7

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


def uuid7(at: datetime | None = None) -> UUID:
    """Return a new time-ordered identifier (RFC 9562): of now, or for a row that tells of an earlier time, of then."""
    if at is None:
        return _uuid7()
    return _uuid7(nanoseconds=int(at.timestamp() * 1000) * 1_000_000)
