"""F2: from a sign-up to a business that answers: from the pool, without it, and what filling it does to others."""

from __future__ import annotations

import secrets
import time
from functools import partial
from statistics import median
from typing import TYPE_CHECKING

from tests.benchmarks.companion import Companion
from tests.benchmarks.idlers import grow, sizes
from tests.benchmarks.measure import Result, percentile
from tests.benchmarks.product import in_django

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS, STOCK_ROUNDS = 20, 3
READING = 8  # seconds a turn
TURNS = 3
FROM_POOL, EMPTY_POOL, BESIDE, OTHERS, USABLE = 10.0, 200.0, 1.5, 3.0, 2000.0


def measure(size: int) -> list[Result]:
    """Compare with stock django-tenants, at several numbers of businesses that are there already."""
    return in_django(lambda: [result for count in sizes(size) for result in _at(count)])


def _at(count: int) -> Iterator[Result]:
    grow(count)
    result = partial(Result, goal="F2", unit="ms", size=count)
    stock = Companion("stock", settings="tests.benchmarks.settings_stock")
    pooled, built, beside, migrated = [], [], [], []
    for number in range(ROUNDS):
        pooled.append(_from_pool())
        built.append(_from_nothing())
        beside.append(_beside_another())
        if number % (ROUNDS // STOCK_ROUNDS) == 0:
            stock.ask(secrets.token_hex(4))
            migrated += stock.answer()
    stock.stop()
    at, baseline = f", {count} there", f"stock django-tenants {median(migrated):.0f} ms"
    yield result(name=f"from the pool, p50{at}", value=median(pooled), limit=FROM_POOL, rounds=ROUNDS,
                 baseline=f"p99 {percentile(pooled, 0.99):.1f} ms; {baseline}")  # fmt: skip
    yield result(name=f"pool empty, p50{at}", value=median(built), limit=EMPTY_POOL, rounds=ROUNDS, baseline=baseline)
    yield result(name=f"while another build stands open ÷ alone{at}", value=median(beside) / median(built), unit="×",
                 limit=BESIDE, rounds=ROUNDS, baseline=f"alone {median(built):.0f} ms")  # fmt: skip
    quiet, busy, longest = _others()
    yield result(name=f"another business, p99 while filling{at}", value=busy, limit=OTHERS, rounds=TURNS,
                 baseline=f"quiet p99 {quiet:.2f} ms; longest while filling {longest:.1f} ms")  # fmt: skip
    usable = [_sign_up() for _ in range(ROUNDS // 2)]
    yield result(name=f"sign-up to usable, passwords hashed{at}", value=median(usable), limit=USABLE,
                 rounds=len(usable), baseline=baseline)  # fmt: skip


def _from_pool() -> float:
    _pool_of(1)
    return _build()


def _from_nothing() -> float:
    _pool_of(0)
    return _build()


def _beside_another() -> float:
    """Build while another build stands in the middle of its transaction."""
    from tenants.registry.models.tenant import opaque_schema_name
    from tenants.registry.postgres.admin import admin_session
    from tenants.registry.services.schemas import build_schema
    from tenants.registry.services.scripts import current_script

    _pool_of(0)
    with admin_session() as session, session.transaction(force_rollback=True):
        build_schema(session, opaque_schema_name(), current_script().sql)
        return _build()


def _pool_of(count: int) -> None:
    from django.conf import settings

    from tenants.registry.services.pool import fill_pool, take_schema
    from tenants.registry.services.schemas import drop_schema

    settings.POOL_SIZE = count
    while not count and (left := take_schema(database="main")):
        drop_schema(left[0])
    fill_pool(database="main", pause=0)


def _build() -> float:
    """Give the milliseconds from a wish for a business to its schema being ready, and remove it."""
    from tenants.registry.models import Tenant
    from tenants.registry.services.provisioning import build_business
    from tenants.registry.services.schemas import drop_schema

    word = secrets.token_hex(6)
    wish = Tenant.objects.create(name=word, subdomain=word, skeleton=word)
    started = time.perf_counter()
    tenant = build_business(tenant_id=wish.pk, furnish=lambda _tenant: None)
    took = (time.perf_counter() - started) * 1000
    assert tenant is not None
    drop_schema(tenant.schema_name)
    tenant.delete(force_drop=False)
    return took


def _others() -> tuple[float, float, float]:
    """Read in one business while the pool rests and while it is filled, in turns; p99 of both and the longest."""
    from django.conf import settings

    from tenants.registry.models import PooledSchema, Tenant
    from tenants.registry.services.pool import fill_pool

    reader = Companion(
        "read", Tenant.objects.filter(state="ready").earliest("pk").schema_name, settings="config.settings"
    )
    reader.ask("1")
    reader.answer()  # warm
    quiet, busy, longest = [], [], []
    for _ in range(TURNS):
        _pool_of(0)
        reader.ask(str(READING))
        quiet.append(reader.answer()[1])
        reader.ask(str(READING))
        until = time.monotonic() + READING
        while time.monotonic() < until:
            settings.POOL_SIZE = PooledSchema.objects.count() + 2
            fill_pool(database="main")
            time.sleep(0.5)
        _p50, p99, most, _count = reader.answer()
        busy.append(p99)
        longest.append(most)
    reader.stop()
    _pool_of(0)
    return median(quiet), median(busy), max(longest)


def _sign_up() -> float:
    from tenants.registry.models import Tenant
    from tenants.signup.services.sign_ups import open_business, sign_up

    _pool_of(1)
    word = "".join(secrets.choice("abcdefghijklmnop") for _ in range(12))
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
