"""Initials and a recognisable, never meaningful, tint for a person."""

from __future__ import annotations

from typing import Protocol, runtime_checkable
from zlib import crc32

HUES = 12


@runtime_checkable
class Named(Protocol):
    """Anything with a full name: a client, a trainer, a user."""

    @property
    def full_name(self) -> str:
        """The name as people read it."""


def name_of(person: object) -> str:
    """Return the full name of `person`, or the text it turns into."""
    return person.full_name if isinstance(person, Named) else str(person)


def initials_of(name: str) -> str:
    """Return one or two capitals: of the first and the last word that hold a letter or digit."""
    words = [letters for word in name.split() if (letters := [c for c in word if c.isalnum()])]
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0].upper()[:1] for word in ends) or "?"


def hue_of(name: str) -> int:
    """Return 0 to 11, the same for the same name on every machine."""
    return crc32(name.strip().casefold().encode()) % HUES
