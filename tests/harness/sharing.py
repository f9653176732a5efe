"""Which tests go to the same process."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped] # xdist ships no types

LIVE = "tests/e2e/"


class OneLiveProduct(LoadScopeScheduling):  # type: ignore[misc] # untyped, as above
    """Browser tests share one running product, so they run in one process; every other test goes wherever there is time.

    xdist's own groups travel in the ids of tests, which pytest 9.2 no longer lets it change (pytest-xdist #1386).
    """

    def _split_scope(self, nodeid: str) -> str:
        return LIVE if nodeid.startswith(LIVE) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneLiveProduct:
    """Answer instead of `--dist`."""
    return OneLiveProduct(config, log)
