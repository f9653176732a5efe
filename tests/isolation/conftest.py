"""Fixtures of the wall's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connections

from tenants.registry.context import enter_business
from tests.factories import UserFactory
from tests.isolation.pooled import ALIAS, SESSIONS, here

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.common.business import BusinessRef


@pytest.fixture(scope="module")
def pooled(django_db_setup: None) -> Iterator[None]:
    """Add the connection of production."""
    options = connections["default"].settings_dict["OPTIONS"]
    pool = {"min_size": 1, "max_size": SESSIONS, "timeout": 30}
    connections.databases[ALIAS] = {**connections.databases["default"], "OPTIONS": {**options, "pool": pool}}
    yield
    here().close_pool()
    del connections[ALIAS]
    del connections.databases[ALIAS]


@pytest.fixture
def residents(business: BusinessRef, rival: BusinessRef) -> tuple[BusinessRef, BusinessRef]:
    """One person a business, named after it."""
    for ref in (business, rival):
        with enter_business(ref):
            UserFactory(full_name=ref.subdomain)
    return business, rival
