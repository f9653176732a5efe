"""Where upper rooms say what stands in a time in which somebody will not work."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

type Counter = Callable[[UUID | None, datetime, datetime], int]

_counters: list[Counter] = []


def register_planned(counter: Counter) -> None:
    """Let a room count what is planned for a trainer, or with None for anybody, between two moments."""
    _counters.append(counter)


def planned_between(trainer_id: UUID | None, since: datetime, until: datetime) -> int:
    """Return how much is planned then: it stays, somebody has to move it."""
    return sum(counter(trainer_id, since, until) for counter in _counters)
