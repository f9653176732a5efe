"""The time that trainer and room need after a session."""

from __future__ import annotations

from datetime import timedelta

from apps.sessions.selectors import booking_rules


def current_buffer() -> timedelta:
    """Return what is kept free after what is booked or moved from now on; what is booked already keeps its own."""
    return timedelta(minutes=booking_rules().buffer_minutes)
