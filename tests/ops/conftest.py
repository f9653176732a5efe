"""A public host with two pages, so that these tests do not depend on what the product shows there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def _small_public_host(settings: Settings) -> None:
    settings.PUBLIC_URLCONF = "tests.ops.crash_urls"
