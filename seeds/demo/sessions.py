"""A year of the standing week, with what real weeks do to it: people fall ill, forget, and go quiet."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from apps.common.business import current
from apps.sessions.models.states import CancelledBy, Kind, State
from apps.sessions.services import Details, schedule_session, start_session
from apps.sessions.services.clashes import DoubleBooking
from apps.sessions.services.history import PastSession, record_past_sessions
from apps.sessions.services.waiting import join_waiting_list
from seeds.demo.week import Slot, standing_week

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.clients.models import Client

SEED = 20260102
WAITED_FOR, WAITING, SPARE = "Morning strength", 2, 2
WEEKS_BEHIND, WEEKS_AHEAD = 60, 2
QUIET_EVERY, QUIET_FOR, GONE_FOR = 11, timedelta(days=16), timedelta(days=60)
FORTNIGHTLY_EVERY = 3
CANCELLED, NO_SHOW = 0.07, 0.03
OUTCOMES = (
    "Clean reps throughout. Add 2.5 kg next time.",
    "Slept badly, kept it at RPE 7.",
    "New best on the main lift. Form held.",
    "Shortened the warm-up, finished every set.",
    "Tempo work felt long; keep it one more week.",
    "",
)
FOR_CLIENTS = (
    "Strong session. Sleep well, and bring the lifting shoes on the next heavy day.",
    "",
    "Two easy walks of 30 minutes before we meet again.",
    "",
    "",
    "New best today. Hold the bottom for a second, it pays off.",
    "",
)
REASONS = ("Ill", "Work ran late", "Travelling", "Child at home")


def add_year_of_sessions(*, clients: list[Client], trainers: list[User], count: int) -> None:
    """Write the last `count` appointments: finished ones as history, the running and coming ones as real bookings."""
    week = standing_week(trainers=len(trainers), clients=len(clients))
    dice = random.Random(SEED)  # noqa: S311 - believable, not secret
    now = timezone.now()
    planned = [plan for plan in _calendar(week, clients) if plan[1].clients][-count:]
    past = [plan for plan in planned if plan[0] + timedelta(minutes=plan[1].minutes) <= now]
    record_past_sessions([_past(at, slot, clients, trainers, dice) for at, slot in past])
    for at, slot in planned[len(past) :]:
        _book(at, slot, clients, trainers, is_running=at <= now)
    _begin_one(now, clients, trainers)


def _begin_one(now: datetime, clients: list[Client], trainers: list[User]) -> None:
    """Let somebody train right now, whatever the hour the demo is made at, unless the owner is busy anyway."""
    begun = now.replace(minute=now.minute // 30 * 30, second=0, microsecond=0)
    slot = Slot(0, (0,), begun.weekday(), begun.hour, 60, Kind.PERSONAL, "", "Rack 2")
    with suppress(DoubleBooking):
        _book(begun, slot, clients, trainers, is_running=True)


def _calendar(week: list[Slot], clients: list[Client]) -> list[tuple[datetime, Slot]]:
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    days = [monday + timedelta(days=day) for day in range(-7 * WEEKS_BEHIND, 7 * WEEKS_AHEAD)]
    plans = [_occurrence(slot, day, clients) for day in days for slot in week if slot.weekday == day.weekday()]
    return sorted(plans, key=lambda plan: (plan[0], plan[1].trainer))


def _occurrence(slot: Slot, day: date, clients: list[Client]) -> tuple[datetime, Slot]:
    present = tuple(number for number in slot.clients if _trains(number, clients[number], day))
    return datetime.combine(day, time(slot.hour), current().zone), replace(slot, clients=present)


def _trains(number: int, client: Client, day: date) -> bool:
    today = timezone.localdate()
    if day < client.member_since:
        return False
    if client.status == "inactive":
        return day < today - GONE_FOR
    if number % FORTNIGHTLY_EVERY == 0 and day.toordinal() // 7 % 2:
        return False
    return number % QUIET_EVERY != QUIET_EVERY - 1 or day < today - QUIET_FOR


def _past(at: datetime, slot: Slot, clients: list[Client], trainers: list[User], dice: random.Random) -> PastSession:
    luck = dice.random()
    is_group = slot.kind == Kind.GROUP
    state = State.COMPLETED
    if not is_group and luck < CANCELLED:
        state = State.CANCELLED
    elif not is_group and luck < CANCELLED + NO_SHOW:
        state = State.NO_SHOW
    return PastSession(
        trainer=trainers[slot.trainer],
        client_ids=[clients[number].pk for number in slot.clients],
        starts_at=at,
        duration=timedelta(minutes=slot.minutes),
        booked_at=at - timedelta(days=dice.randrange(3, 9), hours=dice.randrange(5)),
        state=state,
        kind=Kind(slot.kind),
        title=slot.title,
        location=slot.location,
        outcome=dice.choice(OUTCOMES) if state == State.COMPLETED else "",
        client_notes=FOR_CLIENTS[(at.toordinal() // 7 + slot.hour) % len(FOR_CLIENTS)]
        if state == State.COMPLETED
        else "",
        cancelled_by=CancelledBy.CLIENT,
        reason=dice.choice(REASONS) if state == State.CANCELLED else "",
    )


def _book(at: datetime, slot: Slot, clients: list[Client], trainers: list[User], *, is_running: bool) -> None:
    trainer = trainers[slot.trainer]
    session = schedule_session(
        by=trainers[0],
        trainer_id=trainer.pk,
        client_ids=[clients[number].pk for number in slot.clients],
        starts_at=at,
        duration=timedelta(minutes=slot.minutes),
        kind=slot.kind,
        details=Details(title=slot.title, location=slot.location),
        capacity=_capacity(slot),
    )
    if slot.title == WAITED_FOR and at > timezone.now():
        others = [client for number, client in enumerate(clients) if number not in slot.clients]
        for client in others[:WAITING]:
            join_waiting_list(session_id=session.pk, client_id=client.pk, by=trainers[0])
    if is_running:
        start_session(session_id=session.pk, by=trainer)


def _capacity(slot: Slot) -> int | None:
    """Return how many fit in: one class is full, the others have room."""
    if slot.kind != Kind.GROUP:
        return None
    return len(slot.clients) + (0 if slot.title == WAITED_FOR else SPARE)
