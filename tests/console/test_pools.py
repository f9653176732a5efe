"""Platform staff see what is ready for new businesses."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from tenants.console.selectors import Pool, pools
from tenants.registry.models import PooledSchema
from tenants.registry.services.scripts import current_script, fingerprint

if TYPE_CHECKING:
    from pytest_django import Settings

    from apps.accounts.models import User
    from tests.harness.people import ClientFor

pytestmark = pytest.mark.django_db
READY, BUILDING = PooledSchema.State.READY, PooledSchema.State.BUILDING


@pytest.fixture(autouse=True)
def wanted(settings: Settings) -> None:
    settings.POOL_SIZE = 4
    settings.NEW_BUSINESS_SERVERS = ["main", "east"]
    current_script()


def test_what_counts_as_ready() -> None:
    now = timezone.now()
    made = [
        ("main", READY, fingerprint(), 1),
        ("main", READY, fingerprint(), 2),
        ("main", READY, "older", 9),
        ("main", BUILDING, fingerprint(), 0),
        ("west", READY, fingerprint(), 5),
    ]
    for number, (database, state, version, hours) in enumerate(made):
        at = now - timedelta(hours=hours)
        name = f"t_{number:012}"
        PooledSchema.objects.create(
            schema_name=name, database=database, state=state, schema_version=version, created_at=at
        )
    assert pools() == [Pool("main", 4, ready=2, unready=2, oldest=now - timedelta(hours=2)), Pool("east", 4)]


def test_the_console_shows_it(client_for: ClientFor, staff: User) -> None:
    PooledSchema.objects.create(schema_name="t_000000000001", state=READY, schema_version=fingerprint())
    page = re.sub(r"<[^>]+>|\s+", " ", client_for(staff).get("/").content.decode())
    words = " ".join(page.split())
    assert f"main 1 of 4 Today, {timezone.now():%H}" in words
    assert f"0 {fingerprint()[:8]} east 0 of 4 – 0 {fingerprint()[:8]}" in words
