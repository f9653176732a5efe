"""A year of sessions: thin in the beginning, full today, and a fortnight booked ahead."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from apps.common.business import current
from apps.sessions.models.states import CancelledBy, Kind, State
from apps.sessions.services import Details, schedule_session, start_session
from apps.sessions.services.history import PastSession, record_past_sessions
from seeds.demo.plans import GROUPS, NOTES, PLANS, REASONS, ROOMS

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.clients.models import Client

SEED = 20260102
DAYS_BACK, DAYS_AHEAD = 364, 13
CLOCKS = (time(7), time(8, 15), time(9, 30), time(11), time(14), time(15, 30), time(17), time(18, 15), time(19, 30))
LUNCH_GAP, GROUP_CLOCKS = time(11), {time(9, 30), time(18, 15)}
SATURDAY, SUNDAY = 5, 6
QUIET_EVERY, QUIET_DAYS = 7, 16
"""Every seventh client has not come for more than two weeks and has nothing booked."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One hour of one trainer that may become a session."""

    trainer: User
    day: date
    clock: time

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.day, self.clock, current().zone)


@dataclass(frozen=True, slots=True)
class Hour:
    """A slot with its people."""

    slot: Slot
    kind: Kind
    title: str
    place: str
    clients: list[Client]
    minutes: int

    @property
    def ends_at(self) -> datetime:
        return self.slot.starts_at + timedelta(minutes=self.minutes)


def add_year_of_sessions(*, clients: list[Client], trainers: list[User], count: int) -> None:
    """Make `count` sessions around today, which is a working day whatever the weekday. The last one over stays open."""
    dice = random.Random(SEED)  # noqa: S311 - believable, not secret
    now = timezone.now()
    slots = sorted(_likeliest(trainers, dice, count), key=lambda slot: slot.starts_at)
    hours = [_fill(slot, clients, dice) for slot in slots]
    over = [hour for hour in hours if hour.ends_at <= now]
    record_past_sessions([_past(hour, dice) for hour in over[:-1]])
    for hour in [*over[-1:], *hours[len(over) :]]:
        _book(hour, now)


def _likeliest(trainers: list[User], dice: random.Random, count: int) -> list[Slot]:
    """Draw `count` slots; later ones of the year are likelier, most of today's are certain."""
    today = timezone.localdate(timezone=current().zone)
    days = [today + timedelta(days=away) for away in range(-DAYS_BACK, DAYS_AHEAD + 1)]
    slots = [Slot(trainer, day, clock) for day in days for trainer in trainers for clock in CLOCKS]
    drawn = [(dice.random() ** (1 / _weight(slot, today)), slot) for slot in slots if _is_worked(slot, today)]
    drawn.sort(key=lambda pair: pair[0], reverse=True)
    return [slot for _, slot in drawn[:count]]


def _is_worked(slot: Slot, today: date) -> bool:
    if slot.day == today:
        return True
    weekday = slot.day.weekday()
    return weekday != SUNDAY and (weekday != SATURDAY or slot.clock <= LUNCH_GAP)


def _weight(slot: Slot, today: date) -> float:
    away = (slot.day - today).days
    if away == 0:
        return 0.5 if slot.clock in {LUNCH_GAP, time(15, 30)} else 1000
    return 0.4 + 3 * (DAYS_BACK + away) / DAYS_BACK if away < 0 else 3.4 - away / 5


def _fill(slot: Slot, clients: list[Client], dice: random.Random) -> Hour:
    """Put people of the trainer into a slot, whoever was a client then and is not one of the quiet ones lately."""
    theirs = [client for client in clients if client.trainer_id == slot.trainer.pk]
    recent = slot.day > timezone.localdate() - timedelta(days=QUIET_DAYS)
    able = [client for number, client in enumerate(theirs) if not (recent and _is_quiet(number, client))]
    known = [client for client in able if client.member_since < slot.day] or able[:1]
    if slot.clock in GROUP_CLOCKS and slot.day.weekday() in {1, 3, SATURDAY} and len(known) > len(GROUPS):
        members = dice.sample(known, min(len(known), dice.randrange(4, 8)))
        return Hour(slot, Kind.GROUP, GROUPS[slot.day.weekday() % len(GROUPS)], "Studio", members, 60)
    member = known[(slot.day.toordinal() * 3 + CLOCKS.index(slot.clock)) % len(known)]
    plan = dice.choice(PLANS)
    if dice.random() < 1 / 8:
        return Hour(slot, Kind.ONLINE, plan, "", [member], 45)
    return Hour(slot, Kind.PERSONAL, plan, dice.choice(ROOMS[:3]), [member], 60)


def _is_quiet(number: int, client: Client) -> bool:
    return number % QUIET_EVERY == QUIET_EVERY - 1 or client.status != "active"


def _past(hour: Hour, dice: random.Random) -> PastSession:
    (state,) = dice.choices((State.COMPLETED, State.CANCELLED, State.NO_SHOW), weights=(90, 6, 4))
    return PastSession(
        trainer=hour.slot.trainer,
        client_ids=[client.pk for client in hour.clients],
        starts_at=hour.slot.starts_at,
        duration=timedelta(minutes=hour.minutes),
        booked_at=hour.slot.starts_at - timedelta(days=dice.randrange(1, 8), minutes=dice.randrange(600)),
        state=state,
        kind=hour.kind,
        title=hour.title,
        location=hour.place,
        outcome=dice.choice(NOTES) if state == State.COMPLETED else "",
        cancelled_by=dice.choice((CancelledBy.CLIENT, CancelledBy.CLIENT, CancelledBy.TRAINER)),
        reason=dice.choice(REASONS) if state == State.CANCELLED else "",
    )


def _book(hour: Hour, now: datetime) -> None:
    link = "https://video.example/room/" + str(hour.slot.trainer.pk)[-8:] if hour.kind == Kind.ONLINE else ""
    session = schedule_session(
        by=hour.slot.trainer,
        trainer_id=hour.slot.trainer.pk,
        client_ids=[client.pk for client in hour.clients],
        starts_at=hour.slot.starts_at,
        duration=timedelta(minutes=hour.minutes),
        kind=hour.kind,
        details=Details(title=hour.title, location=hour.place, video_link=link),
    )
    if hour.slot.starts_at <= now < hour.ends_at:
        start_session(session_id=session.pk, by=hour.slot.trainer)
