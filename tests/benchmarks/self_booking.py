"""200 clients at once race for 20 times of one trainer, on the page where they book, served as the product is shipped."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from deploy.local import ports
from tests.benchmarks.measure import Result, percentile
from tests.benchmarks.processes import cpu_of_all, postmaster
from tests.benchmarks.product import in_django, serving

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from apps.common.business import BusinessRef

PEOPLE, TIMES = 200, 20
WORKERS, THREADS = 2, 4  # deploy/gunicorn.py
ROUNDS = 3
LIMIT = 2000.0
# One after the other, for what a request costs; the limits are what was reached once, and a third.
ALONE_WINNERS, ALONE_LOSERS = 20, 100
MOST_FOR_WINNER, MOST_FOR_LOSER = 60.0, 20.0
TOKEN = "r" * 32  # that of a form and of its cookie must only be the same
WON, LOST = 302, 409


@dataclass(frozen=True)
class Track:
    """Where they race."""

    business: BusinessRef
    port: int
    host: str
    path: str
    cookies: list[str]
    roots: Sequence[int]

    def cpu(self) -> list[float]:
        """Return the seconds that the web processes and Postgres used until now."""
        return [cpu_of_all(root) for root in self.roots]


def measure(size: int) -> list[Result]:
    """Let them race, each round for times that nobody raced for; `size` changes nothing."""
    return in_django(_measure)


def _measure() -> list[Result]:
    waits: list[float] = []
    winners = overlaps = 0
    with _track() as track:
        _one_by_one(track, _starts(0, 4), 8)  # both processes are warm
        for number in range(ROUNDS):
            starts = _starts(3 + number * 3, TIMES)
            found, won = _race(track, starts)
            waits += found
            winners, overlaps = winners + won, overlaps + _booked_twice(track, starts)
        last = _starts(30, ALONE_WINNERS)
        alone, winner, _ = _one_by_one(track, last, ALONE_WINNERS)
        _, loser, lost = _one_by_one(track, last, ALONE_LOSERS)
    assert lost == ALONE_LOSERS, lost
    told = f"one alone, and won, p50 {percentile(alone, 0.5):.0f} ms"
    served = f"{WORKERS}×{THREADS} threads"
    return [
        _result(f"{PEOPLE} race for {TIMES}, {served}, p99 (p50 {percentile(waits, 0.5):.0f})", waits, told),
        _count("winners too few or too many", abs(winners - ROUNDS * TIMES), told),
        _count("times booked twice", overlaps, told),
        _cost("CPU of who gets a time", winner, MOST_FOR_WINNER),
        _cost("CPU of who does not", loser, MOST_FOR_LOSER),
    ]


def _result(name: str, waits: list[float], told: str) -> Result:
    value = percentile(waits, 0.99)
    return Result(name=name, value=value, unit="ms", limit=LIMIT, baseline=told, **_common(ROUNDS))


def _count(name: str, value: int, told: str) -> Result:
    return Result(name=name, value=value, unit="", limit=0, baseline=told, **_common(ROUNDS))


def _cost(name: str, used: list[float], limit: float) -> Result:
    web, database = (seconds * 1000 for seconds in used)
    told = f"web {web:.1f}, Postgres {database:.1f}"
    return Result(name=name, value=web + database, unit="ms", limit=limit, baseline=told, **_common(ALONE_WINNERS))


def _common(rounds: int) -> dict[str, Any]:
    return {"goal": "self_booking", "size": PEOPLE, "rounds": rounds}


def _race(track: Track, starts: Sequence[datetime]) -> tuple[list[float], int]:
    """Return how long each waited in milliseconds, all asking at one moment, and how many won."""
    gate = threading.Barrier(PEOPLE + 1)
    answers: list[tuple[float, int]] = []

    def run(place: int) -> None:
        gate.wait()
        answers.append(_ask(track, place, starts[place % len(starts)]))

    runners = [threading.Thread(target=run, args=(place,)) for place in range(PEOPLE)]
    for runner in runners:
        runner.start()
    gate.wait()
    for runner in runners:
        runner.join()
    assert len(answers) == PEOPLE, len(answers)
    return [took for took, _status in answers], sum(status == WON for _took, status in answers)


def _one_by_one(track: Track, starts: Sequence[datetime], count: int) -> tuple[list[float], list[float], int]:
    """Let some ask one after the other; return the milliseconds of each, the CPU of one, and how many did not win."""
    before = track.cpu()
    answers = [_ask(track, place, starts[place % len(starts)]) for place in range(count)]
    used = [(after - then) / count for then, after in zip(before, track.cpu(), strict=True)]
    return [took for took, _status in answers], used, sum(status == LOST for _took, status in answers)


def _ask(track: Track, place: int, starts_at: datetime) -> tuple[float, int]:
    """Send the form of one client; return the milliseconds to the whole answer, and its status."""
    body = urlencode({"at": starts_at.isoformat(), "csrfmiddlewaretoken": TOKEN})
    headers = {"Host": track.host, "Cookie": track.cookies[place], "Content-Type": "application/x-www-form-urlencoded"}
    connection = HTTPConnection("127.0.0.1", track.port, timeout=60)
    began = time.perf_counter()
    try:
        connection.request("POST", track.path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
    finally:
        connection.close()
    took = (time.perf_counter() - began) * 1000
    assert answer.status == WON or (answer.status == LOST and "T" in text), (answer.status, text[:500])
    return took, answer.status


def _starts(days: int, count: int) -> list[datetime]:
    """Return hours in a row, so many days from now."""
    from django.utils import timezone

    first = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2 + days)
    return [first + timedelta(hours=hour) for hour in range(count)]


def _booked_twice(track: Track, starts: Sequence[datetime]) -> int:
    from apps.sessions.models import TrainingSession
    from tenants.registry.context import enter_business

    with enter_business(track.business):
        booked = list(TrainingSession.objects.filter(starts_at__in=starts).values_list("starts_at", flat=True))
    return len(booked) - len(set(booked))


@contextmanager
def _track() -> Iterator[Track]:
    """Make a business with one trainer who works round the clock and 200 clients who are signed in, and serve it."""
    from apps.accounts.models import User
    from apps.booking.models import BookableType
    from tenants.registry.context import enter_business
    from tenants.registry.models import Tenant
    from tenants.registry.services.provisioning import build_business, request_business

    asked = request_business(name="Race", subdomain="race", country="GB", currency="GBP", time_zone="UTC")
    build_business(tenant_id=asked.pk, furnish=_furnish)
    tenant = Tenant.objects.get(subdomain="race")
    port = ports.pick_inner(1)
    with enter_business(tenant.as_ref()), serving(port, workers=WORKERS, threads=THREADS) as web:
        trainer, bookable = User.objects.get(role="trainer"), BookableType.objects.get()
        yield Track(
            business=tenant.as_ref(),
            port=port,
            host=tenant.host,
            path=f"/book/{trainer.pk}/types/{bookable.pk}/request/",
            cookies=[_cookies(user) for user in User.objects.filter(role="client").order_by("email")],
            roots=(web, postmaster()),
        )


def _cookies(user: Any) -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"


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
