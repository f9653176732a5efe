"""Free times of a trainer with 5,000 sessions in the next 60 days, in a business with others."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.benchmarks.measure import Result, percentile
from tests.benchmarks.product import in_django

if TYPE_CHECKING:
    from uuid import UUID

SESSIONS, DAYS = 5_000, 60
LIMIT = 30.0
WARM = 20
# Sessions of seven minutes every ten, round the clock: 5,000 gaps of three minutes. Every twentieth is called off.
_FILL = """
INSERT INTO sessions_session (id, created_at, updated_at, version, kind, title, starts_at, ends_at, location, video_link,
                              notes, outcome, client_notes, state, cancelled_by, cancel_reason, trainer_id)
SELECT uuidv7(), now(), now(), 1, 'personal', '', at, at + interval '7 minutes', '', '', '', '', '', 'scheduled', '', '', %s
  FROM (SELECT date_trunc('hour', now()) + n * (interval '1 day' * %s / %s) AS at FROM generate_series(1, %s) AS n) AS times
"""


def measure(size: int) -> list[Result]:
    """Time the search of each kind of wish; the baseline is one statement that reads nothing."""
    return in_django(lambda: _measure(max(50, size // 5)))


def _measure(rounds: int) -> list[Result]:
    from tenants.registry.context import enter_business

    business, trainer_id = _crowded()
    with enter_business(business):
        wishes = _wishes(trainer_id)
        times: dict[str, list[float]] = {name: [] for name in [*wishes, "baseline"]}
        for number in range(rounds + WARM):
            for name, wish in [*wishes.items(), ("baseline", _nothing)]:
                began = time.perf_counter()
                wish()
                if number >= WARM:
                    times[name].append((time.perf_counter() - began) * 1000)
    quiet = percentile(times.pop("baseline"), 0.5)
    baseline = f"p50 of SELECT 1 here {quiet:.2f} ms"
    return [
        Result(
            goal="free_slots",
            name=f"{name}, p95 (p50 {percentile(found, 0.5):.1f})",
            value=percentile(found, 0.95),
            unit="ms",
            baseline=baseline,
            limit=LIMIT,
            size=SESSIONS,
            rounds=rounds,
        )
        for name, found in times.items()
    ]


def _wishes(trainer_id: UUID) -> dict[str, Any]:
    from django.utils import timezone

    from apps.common.business import current
    from apps.sessions.services.slots import free_time, next_free_slots, slots_in

    now, zone = timezone.now(), current().zone

    def following(minutes: int) -> Any:
        return lambda: next_free_slots(
            trainer_id=trainer_id, client_ids=[], duration=timedelta(minutes=minutes), after=now, zone=zone
        )

    def whole(minutes: int) -> Any:
        """Ask for every start in 60 days, as the booking page may."""
        duration = timedelta(minutes=minutes)

        def wish() -> None:
            free = free_time(
                trainer_id=trainer_id, client_ids=[], duration=duration, since=now, until=now + timedelta(days=DAYS)
            )
            slots_in(free, duration=duration, zone=zone, step=timedelta(minutes=15), count=10_000, apart=False)

        return wish

    return {"next three, an hour": following(60), "60 days, an hour": whole(60), "60 days, 15 minutes": whole(15)}


def _nothing() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _crowded() -> tuple[Any, UUID]:
    """Return the business and the trainer, whose every half-hour has a session in it."""
    from django.db import connection

    from apps.accounts.models import User
    from tenants.registry.context import enter_business
    from tenants.registry.models import Tenant
    from tenants.registry.postgres.admin import as_administrator

    business = Tenant.objects.get(subdomain="demo").as_ref()
    with enter_business(business):
        trainer, _ = User.objects.get_or_create(
            email="busy@demo.example", defaults={"full_name": "Busy", "role": "trainer"}
        )
        from apps.sessions.models import TrainingSession

        if TrainingSession.objects.filter(trainer=trainer).count() < SESSIONS:
            with as_administrator(), connection.cursor() as cursor:
                cursor.execute(_FILL, [trainer.pk, DAYS, SESSIONS, SESSIONS])
                cursor.execute("ANALYZE sessions_session")
        return business, trainer.pk
