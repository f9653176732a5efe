"""Where upper rooms take part in booking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from apps.accounts.models import User
    from apps.sessions.models import Room, TrainingSession

type BookingCheck = Callable[[Booking], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """What somebody is about to book, or to which time a session is about to move (then `session` is that one).

    `buffer` is how long trainer and room need after it.
    """

    trainer: User
    client_ids: Sequence[UUID]
    kind: str
    starts_at: datetime
    ends_at: datetime
    by: User
    session: TrainingSession | None = None
    room: Room | None = None
    buffer: timedelta = timedelta(0)

    @property
    def held_until(self) -> datetime:
        return self.ends_at + self.buffer

    @property
    def room_id(self) -> UUID | None:
        return self.room.pk if self.room else None


_checks: list[BookingCheck] = []


def register_booking_check(check: BookingCheck) -> BookingCheck:
    """Ask `check` before each booking and move, inside its transaction; it refuses by raising a DomainError."""
    _checks.append(check)
    return check


def run_booking_checks(booking: Booking) -> None:
    """Ask every check in the order of registration; the first to raise decides."""
    for check in _checks:
        check(booking)
