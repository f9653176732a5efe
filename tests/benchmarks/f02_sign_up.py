"""F2: from a sign-up to a business that answers."""

from __future__ import annotations

import time
from statistics import median

from tests.benchmarks.measure import Result
from tests.benchmarks.product import in_django

LIMIT = 2000.0


def measure(size: int) -> list[Result]:
    """Time sign-up and building, against running every migration as stock django-tenants does."""
    return in_django(lambda: [_compare(max(3, size // 100))])


def _compare(rounds: int) -> Result:
    from tenants.registry.services.scripts import record_script

    ready = [_sign_up(number) for number in range(rounds)]
    started = time.perf_counter()
    record_script()
    migrated = (time.perf_counter() - started) * 1000
    return Result(
        goal="F2",
        name="sign-up to usable business, p50, near-empty database",
        value=median(ready),
        unit="ms",
        baseline=f"all migrations in a new schema {migrated:.0f} ms",
        limit=LIMIT,
        size=rounds,
        rounds=rounds,
    )


def _sign_up(number: int) -> float:
    from tenants.registry.models import Tenant
    from tenants.signup.services.sign_ups import open_business, sign_up

    word = "".join(chr(ord("a") + int(digit)) for digit in f"{number:04}")
    started = time.perf_counter()
    wish = sign_up(
        business_name=f"Bench {word}",
        subdomain=f"bench-{word}-house",
        owner_name="Nora Lind",
        email=f"{word}@bench.example",
        password="a sentence works well here",
    )
    tenant = open_business(sign_up_id=wish.pk)
    took = (time.perf_counter() - started) * 1000
    assert tenant is not None
    assert tenant.state == Tenant.State.READY
    return took
