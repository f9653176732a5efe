"""Panels: an upper room shows itself on a lower room's page without the lower one knowing it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Panel:
    """One htmx slot. The URL gets the page's subject as its first argument; on one's own home there is none."""

    title: str | Promise
    url_name: str
    permission: str
    order: int = 100
    tall: bool = False  # its place is kept about twice as high, so that little moves when it comes


_slots: dict[str, list[Panel]] = defaultdict(list)


def register(slot: str, panel: Panel) -> None:
    """Put a panel into a slot, for example "client.aside"; called from an AppConfig's ready()."""
    _slots[slot].append(panel)


def panels_for(slot: str) -> list[Panel]:
    """Return a slot's panels in order."""
    return sorted(_slots[slot], key=lambda panel: panel.order)
