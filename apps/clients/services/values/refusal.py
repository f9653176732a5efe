"""A value that cannot be taken, and why."""

from __future__ import annotations


class Refused(ValueError):
    """Raised with a sentence for the person who typed the value."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
