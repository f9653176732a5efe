"""Segment counts at the borders of the standard."""

from __future__ import annotations

import pytest

from apps.integrations.twilio.segments import count_segments


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 152, 3),
        ("ś" * 70, 1),
        ("ś" * 71, 2),
        ("ś" * 135, 3),
        ("🏋" * 35, 1),
        ("🏋" * 36, 2),
        ("🏋" * 67, 3),
        ("ś" * 66 + "🏋" + "ś" * 66, 3),
    ],
)
def test_count(text: str, segments: int) -> None:
    """One letter more at a border costs a segment; two-unit letters are never cut."""
    assert count_segments(text) == segments
