"""A business with very many clients, among others."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

BUSINESSES = 20
CHUNK = 5_000
GOALS = ("", "Lower strength", "First pull-up", "Marathon base", "Back pain, stronger", "Handstand")
SYLLABLES = (
    "ba",
    "chen",
    "da",
    "el",
    "fi",
    "gar",
    "ho",
    "in",
    "jo",
    "ka",
    "lund",
    "mar",
    "no",
    "ol",
    "per",
    "ra",
    "sen",
)


def crowded_business(size: int) -> str:
    """Make twenty businesses, the first with `size` clients and four trainers; return its subdomain."""
    from apps.accounts.models import User
    from tenants.registry.services.provisioning import build_business, request_business

    for number in range(BUSINESSES):
        name = f"crowd-{number}"
        asked = request_business(name=name, subdomain=name, country="GB", currency="GBP", time_zone="UTC")
        build_business(tenant_id=asked.pk, furnish=lambda tenant: _furnish(tenant, User))
    _fill("crowd-0", size)
    return "crowd-0"


def _furnish(tenant: Any, user_model: Any) -> None:
    for number, role in enumerate(("owner", "trainer", "trainer", "trainer")):
        user_model.objects.create(
            email=f"{role}{number}@{tenant.subdomain}.example", full_name=f"Person {number}", role=role
        )


def _sessions(chance: random.Random) -> dict[str, Any]:
    """Return when somebody trained last and trains next: a tenth never came, half are booked."""
    from django.utils import timezone

    from apps.clients.models.client import NEVER

    last = NEVER if chance.random() < 0.1 else timezone.now() - timedelta(hours=chance.randrange(24 * 400))
    following = timezone.now() + timedelta(hours=chance.randrange(24 * 14)) if chance.random() < 0.5 else None
    return {"last_session_at": last, "next_session_at": following, "booked_until": following or NEVER}


def _fill(subdomain: str, size: int) -> None:
    from django.db import connection

    from apps.accounts.models import User
    from apps.clients.models import Client
    from tenants.registry.context import enter_business
    from tenants.registry.models import Tenant
    from tenants.registry.postgres.admin import as_administrator

    with enter_business(Tenant.objects.get(subdomain=subdomain).as_ref()):
        people = _people(size, list(User.objects.filter(role="trainer")))
        for _ in range(0, size, CHUNK):
            Client.objects.bulk_create([person for _number, person in zip(range(CHUNK), people, strict=False)])
        with as_administrator(), connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE clients_client")


def _people(size: int, trainers: list[Any]) -> Iterator[Any]:
    from apps.clients.models import Client

    chance = random.Random(7)  # noqa: S311 - the same crowd each time
    lasts = ["".join(chance.choices(SYLLABLES, k=chance.choice((2, 3)))).title() for _ in range(size // 4)]
    firsts = ["".join(chance.choices(SYLLABLES, k=2)).title() for _ in range(1_500)]
    for number in range(size):
        first, last = chance.choice(firsts), chance.choice(lasts)
        person = Client(
            first_name=first,
            last_name=last,
            email=f"{first}.{last}{number}@example.com".lower(),
            phone=f"+4479{chance.randrange(10**8):08d}",
            status=chance.choice(("active", "active", "inactive")),
            trainer=chance.choice(trainers),
            member_since=date(2018, 1, 1) + timedelta(days=chance.randrange(3_000)),
            goal=chance.choice(GOALS),
            date_of_birth=date(1950, 1, 1) + timedelta(days=chance.randrange(20_000)),
            **_sessions(chance),
        )
        person.index_text()
        yield person
