"""Where upper rooms take part in booking."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal
    from uuid import UUID

    from apps.accounts.models import User
    from apps.sessions.models import Room, TrainingSession
    from apps.sessions.models.states import Credit

type BookingCheck = Callable[[Booking], None]
type SettlementHook = Callable[[Settlement], None]
type Price = Callable[[str], str]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What became of the credits of some places of one session: reserved, spent, spent without training, given back.

    `by` is None when nobody did it. Places may be settled anew: a correction goes back to reserved, a manager decides
    otherwise. What a place was settled as before stands in `before`, by client.
    """

    session: TrainingSession
    client_ids: Sequence[UUID]
    credit: Credit
    before: Mapping[UUID, str]
    by: User | None


_settlements: list[SettlementHook] = []
_prices: list[Price] = []


def register_settlement(hook: SettlementHook) -> SettlementHook:
    """Tell `hook` of each settlement, in the transaction of its cause; it refuses by raising a DomainError."""
    _settlements.append(hook)
    return hook


def run_settlements(settlement: Settlement) -> None:
    """Tell every hook in the order of registration."""
    for hook in _settlements:
        hook(settlement)


def register_price(price: Price) -> Price:
    """Ask `price` what a place in a session of a kind costs, in words such as “1 credit”; empty for nothing."""
    _prices.append(price)
    return price


def price_of(kind: str) -> str:
    """Return what a place costs, in words; empty where nothing is asked for it."""
    return next((words for price in _prices if (words := price(kind))), "")


type HoldSource = Callable[[Sequence[UUID], datetime, datetime, UUID | None], Sequence[tuple[UUID, datetime, datetime]]]

_holds: list[HoldSource] = []


def register_holds(source: HoldSource) -> None:
    """Let a room say which times of trainers it keeps for somebody for a while (whose, from, until), but for one hold."""
    _holds.append(source)


def held_elsewhere(
    trainer_id: UUID, since: datetime, until: datetime, without: UUID | None = None
) -> list[tuple[datetime, datetime]]:
    """Return the times of a trainer that are kept for somebody; they are not free, and not yet booked."""
    return held_of_each([trainer_id], since, until, without).get(trainer_id, [])


def held_of_each(
    trainer_ids: Sequence[UUID], since: datetime, until: datetime, without: UUID | None = None
) -> dict[UUID, list[tuple[datetime, datetime]]]:
    """Return the same of several trainers: a statement a room for any number of them."""
    found: dict[UUID, list[tuple[datetime, datetime]]] = {}
    for source in _holds:
        for trainer_id, start, end in source(trainer_ids, since, until, without):
            found.setdefault(trainer_id, []).append((start, end))
    return found


@dataclass(frozen=True, slots=True)
class OwnAct:
    """Something that clients may do with a session of theirs: words, address and icon."""

    label: str
    url: str
    icon: str


type OwnActs = Callable[[User, TrainingSession], Sequence[OwnAct]]

_own_acts: list[OwnActs] = []


def register_own_acts(acts: OwnActs) -> None:
    """Let a room offer acts on the page of a client's own session."""
    _own_acts.append(acts)


def own_acts(user: User, session: TrainingSession) -> list[OwnAct]:
    """Return what a client may do with a session now, for themselves and for the minors whose guardian they are."""
    return [act for acts in _own_acts for act in acts(user, session)]


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
