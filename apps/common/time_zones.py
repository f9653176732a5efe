"""The names of the world's time zones."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones


@cache
def time_zones() -> tuple[str, ...]:
    """Return the names that zoneinfo knows, in order. Python looks through its folders each time it is asked, for 25 ms."""
    return tuple(sorted(available_timezones()))
