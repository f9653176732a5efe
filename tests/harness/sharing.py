"""Which tests go to the same process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    from xdist.remote import Producer

LIVE = "tests/e2e/"


class OneLiveProduct(LoadScopeScheduling):
    """Browser tests share one running product, so they run in one process; every other test goes wherever there is time.

    xdist's own groups travel in the ids of tests, which pytest 9.2 no longer lets it change (pytest-xdist #1386).
    """

    def _split_scope(self, nodeid: str) -> str:
        return LIVE if nodeid.startswith(LIVE) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneLiveProduct:
    """Answer instead of `--dist`."""
    return OneLiveProduct(config, log)
