"""Where upper rooms take part in booking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSet:
    """One set as it should be. Load in grams, distance in millimetres, time in seconds."""

    kind: str = "work"
    reps: int | None = None
    load: int | None = None
    rpe: Decimal | None = None
    seconds: int | None = None
    distance: int | None = None
    side: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One exercise as it should be done; `measure` as in the log."""

    name: str
    measure: str = "load"
    note: str = ""
    sets: Sequence[PlannedSet] = ()


type Planner = Callable[[TrainingSession, UUID], list[Planned] | None]

_planners: list[Planner] = []


def register_planner(planner: Planner) -> Planner:
    """Let a room say what a client (its id) should do in a session; None where it does not know."""
    _planners.append(planner)
    return planner


def planned_by_rooms(session: TrainingSession, client_id: UUID) -> list[Planned] | None:
    """Return the plan of the first room that has one; None where nobody has."""
    for planner in _planners:
        if (plan := planner(session, client_id)) is not None:
            return plan
    return None
