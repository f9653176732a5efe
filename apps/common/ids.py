"""Identifiers: UUID version 7, in the order of their making, so that an index grows at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from uuid_utils.compat import uuid7 as _uuid7

if TYPE_CHECKING:
    from uuid import UUID


def uuid7() -> UUID:
    """Return a new time-ordered identifier (RFC 9562)."""
    return _uuid7()
