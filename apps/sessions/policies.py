"""Where upper rooms take part in booking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from apps.accounts.models import User
    from apps.sessions.models import TrainingSession

type BookingCheck = Callable[[Booking], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """What somebody is about to book, or to which time a session is about to move (then `session` is that one)."""

    trainer: User
    client_ids: Sequence[UUID]
    kind: str
    starts_at: datetime
    ends_at: datetime
    by: User
    session: TrainingSession | None = None


_checks: list[BookingCheck] = []


def register_booking_check(check: BookingCheck) -> BookingCheck:
    """Ask `check` before each booking and move, inside its transaction; it refuses by raising a DomainError."""
    _checks.append(check)
    return check


def run_booking_checks(booking: Booking) -> None:
    """Ask every check in the order of registration; the first to raise decides."""
    for check in _checks:
        check(booking)


type HoldSource = Callable[[UUID, datetime, datetime, UUID | None], Sequence[tuple[datetime, datetime]]]

_holds: list[HoldSource] = []


def register_holds(source: HoldSource) -> None:
    """Let a room say which times of a trainer it keeps for somebody for a while, but for one hold."""
    _holds.append(source)


def held_elsewhere(
    trainer_id: UUID, since: datetime, until: datetime, without: UUID | None = None
) -> list[tuple[datetime, datetime]]:
    """Return the times of a trainer that are kept for somebody; they are not free, and not yet booked."""
    return [period for source in _holds for period in source(trainer_id, since, until, without)]


@dataclass(frozen=True, slots=True)
class OwnAct:
    """Something that clients may do with a session of theirs: words, address and icon."""

    label: str
    url: str
    icon: str


type OwnActs = Callable[[TrainingSession], Sequence[OwnAct]]

_own_acts: list[OwnActs] = []


def register_own_acts(acts: OwnActs) -> None:
    """Let a room offer acts on the page of a client's own session."""
    _own_acts.append(acts)


def own_acts(session: TrainingSession) -> list[OwnAct]:
    """Return what a client may do with a session now."""
    return [act for acts in _own_acts for act in acts(session)]
