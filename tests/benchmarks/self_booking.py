"""200 clients at once race for 20 times of one trainer: each asks, and whoever gets a time has it booked."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.benchmarks.measure import Result, percentile
from tests.benchmarks.product import in_django

if TYPE_CHECKING:
    from apps.common.business import BusinessRef

PEOPLE, TIMES, THREADS = 200, 20, 16
ROUNDS = 3
LIMIT = 2000.0


def measure(size: int) -> list[Result]:
    """Let them race, each round for times that nobody raced for; `size` changes nothing."""
    return in_django(_measure)


def _measure() -> list[Result]:
    business = _business()
    waits, alone, winners, overlaps = [], [], 0, 0
    for number in range(ROUNDS):
        found, won, twice = _race(business, number)
        waits += found
        winners, overlaps = winners + won, overlaps + twice
        alone.append(_race(business, number + ROUNDS, people=1)[0][0])
    told = f"one alone p50 {percentile(alone, 0.5):.0f} ms"
    common: dict[str, Any] = {"goal": "self_booking", "baseline": told, "size": PEOPLE, "rounds": ROUNDS}
    return [
        Result(
            name=f"{PEOPLE} race for {TIMES}, {THREADS} threads, p99 (p50 {percentile(waits, 0.5):.0f})",
            value=percentile(waits, 0.99),
            unit="ms",
            limit=LIMIT,
            **common,
        ),
        Result(name="winners too few or too many", value=abs(winners - ROUNDS * TIMES), unit="", limit=0, **common),
        Result(name="times booked twice", value=overlaps, unit="", limit=0, **common),
    ]


def _race(business: BusinessRef, number: int, people: int = PEOPLE) -> tuple[list[float], int, int]:
    """Return how long each waited from the start on in milliseconds, how many won, and how many times are booked twice."""
    from django.utils import timezone

    from apps.accounts.models import User
    from apps.booking.models import BookableType
    from apps.sessions.models import TrainingSession
    from tenants.registry.context import enter_business

    with enter_business(business):
        users = list(User.objects.filter(role="client").order_by("email")[:people])
        trainer, bookable = User.objects.get(role="trainer"), BookableType.objects.get()
    first = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2 + number * 3)
    starts = [first + timedelta(hours=hour) for hour in range(TIMES)]
    began = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        acts = [
            pool.submit(_book, business, user, trainer.pk, bookable.pk, starts[place % TIMES])
            for place, user in enumerate(users)
        ]
        answers = [act.result() for act in acts]
    waits = [(ended - began) * 1000 for ended, _won in answers]
    with enter_business(business):
        booked = list(TrainingSession.objects.filter(starts_at__in=starts).values_list("starts_at", flat=True))
    return waits, sum(won for _ended, won in answers), len(booked) - len(set(booked))


def _book(business: BusinessRef, user: Any, trainer_id: Any, bookable_id: Any, starts_at: Any) -> tuple[float, bool]:
    from django.db import connection

    from apps.booking.services import book_own
    from apps.booking.services.times import TimeTaken
    from apps.common.ids import uuid7
    from tenants.registry.context import enter_business

    won = True
    try:
        with enter_business(business):
            book_own(by=user, bookable_id=bookable_id, trainer_id=trainer_id, starts_at=starts_at, key=uuid7())
    except TimeTaken as lost:
        won = not lost.extra["free_slots"]  # who loses sees other times
    finally:
        connection.close()
    return time.perf_counter(), won


def _business() -> BusinessRef:
    """Make a business with one trainer who works round the clock, and 200 clients with log-ins."""
    from tenants.registry.models import Tenant
    from tenants.registry.services.provisioning import build_business, request_business

    asked = request_business(name="Race", subdomain="race", country="GB", currency="GBP", time_zone="UTC")
    build_business(tenant_id=asked.pk, furnish=_furnish)
    business: BusinessRef = Tenant.objects.get(subdomain="race").as_ref()
    return business


def _furnish(_tenant: Any) -> None:
    from apps.accounts.models import User
    from apps.availability.services import set_hours
    from apps.booking.services import save_bookable
    from apps.clients.models import Client
    from apps.sessions.services import change_booking_rules

    owner = User.objects.create(email="owner@race.example", full_name="Owner", role="owner")
    trainer = User.objects.create(email="trainer@race.example", full_name="Trainer", role="trainer")
    set_hours(by=owner, trainer_id=trainer.pk, week=[[(0, 24 * 60)]] * 7)
    change_booking_rules(by=owner, changes={"self_booking": True, "slot_step_minutes": 60})
    save_bookable(by=owner, values={"name": "Hour", "kind": "personal", "minutes": 60})
    for number in range(PEOPLE):
        user = User.objects.create(email=f"c{number:03}@race.example", full_name=f"Client {number}", role="client")
        client = Client(first_name="Client", last_name=str(number), trainer=trainer, user=user)
        client.index_text()
        client.save()
