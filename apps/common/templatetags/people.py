"""Initials and a recognisable, never meaningful, tint for a person."""

from __future__ import annotations

from zlib import crc32

HUES = 12


def name_of(person: object) -> str:
    """Return the full name of `person`, or the text it turns into."""
    return getattr(person, "full_name", None) or str(person)


def initials_of(name: str) -> str:
    """Return one or two capitals: of the first and the last word that hold a letter or digit."""
    words = [letters for word in name.split() if (letters := [c for c in word if c.isalnum()])]
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0].upper()[:1] for word in ends) or "?"


def hue_of(name: str) -> int:
    """Return 0 to 11, the same for the same name on every machine."""
    return crc32(name.strip().casefold().encode()) % HUES
