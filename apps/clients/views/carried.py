"""What a form carries along: the version it was made from, and the id of what it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Mapping


def version_in(post: Mapping[str, str]) -> int:
    """Return the version that the form was made from; 0, which no row has, when it cannot be read."""
    text = post.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 - a number


def uuid_in(text: str) -> UUID | None:
    """Return an id; nothing when it cannot be read."""
    try:
        return UUID(text)
    except ValueError:
        return None
