"""Taking somebody's name out of texts and JSON that stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

INSTEAD = "[erased]"


def redacted(value: Any, words: Sequence[str]) -> Any:
    """Return text, or what is nested in lists and dictionaries, with every mention of the words replaced, in any case."""
    pattern = re.compile(
        "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True) if word), re.IGNORECASE
    )
    return _redacted(value, pattern) if pattern.pattern else value


def _redacted(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(INSTEAD, value)
    if isinstance(value, list):
        return [_redacted(item, pattern) for item in value]
    if isinstance(value, dict):
        return {name: _redacted(item, pattern) for name, item in value.items()}
    return value
