"""What a timeline can be narrowed to: each room registers its own kinds of events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Kind:
    """Events whose names begin with one of `prefixes`."""

    name: str
    label: str | Promise
    prefixes: tuple[str, ...]
    order: int = 100


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Offer a kind; called from an AppConfig's ready()."""
    _kinds[kind.name] = kind


def kinds() -> list[Kind]:
    """Return the kinds in order."""
    return sorted(_kinds.values(), key=lambda kind: (kind.order, kind.name))


def prefixes_of(name: str) -> tuple[str, ...]:
    """Return how the names of a kind's events begin; nothing for a kind that nobody registered."""
    return _kinds[name].prefixes if name in _kinds else ()
