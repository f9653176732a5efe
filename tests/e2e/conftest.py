"""Browser tests: one Chromium, pages that are inspected wherever they lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.inspector import Inspector
from tests.harness.live import OUTPUT

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from playwright.sync_api import Browser

    from tests.harness.live import Live

HAS_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell the inspector's end whether its test failed."""
    report = yield
    item.stash[HAS_FAILED] = report.failed or item.stash.get(HAS_FAILED, False)
    return report


@pytest.fixture
def inspector(chromium: Browser, live: Live, request: pytest.FixtureRequest) -> Iterator[Inspector]:
    """A page of a fresh browser profile that is inspected wherever it leads; what it found fails the test."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(10_000)
    folder = OUTPUT / request.node.name
    made = Inspector(context.new_page(), folder)
    yield made
    if request.node.stash.get(HAS_FAILED, False):
        made.picture("failed")
    context.close()
    assert made.problems == []
