"""Stamps: when something was said, from clocks that do not agree, so that no two are the same.

Milliseconds since 1970, and twelve bits that a device chose by chance. A browser counts on the server's clock.
"""

from __future__ import annotations

from django.utils import timezone

DEVICES = 4_096
AHEAD = 24 * 60 * 60 * 1_000 * DEVICES
"""How far a clock may be ahead: what a broken one says must not win for ever."""


def stamp_now() -> int:
    """Return the server's stamp of this moment."""
    return int(timezone.now().timestamp() * 1_000) * DEVICES


def furthest() -> int:
    """Return the last stamp that is believed."""
    return stamp_now() + AHEAD
