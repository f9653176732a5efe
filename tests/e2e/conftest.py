"""Browser tests: one Chromium, pages that are inspected wherever they lead."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.inspector import Inspector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.harness.live import Live

OUTPUT = Path(__file__).resolve().parents[1] / "output"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All in one process: they share one running product."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.xdist_group("live"))


@pytest.fixture
def inspector(chromium: Browser, live: Live, request: pytest.FixtureRequest) -> Iterator[Inspector]:
    """A page of a fresh browser profile that is inspected wherever it leads; what it found fails the test."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(10_000)
    folder = OUTPUT / request.node.name
    made = Inspector(context.new_page(), folder)
    yield made
    context.close()
    assert made.problems == []
