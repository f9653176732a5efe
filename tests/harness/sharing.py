"""Which tests go to the same process."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped] # xdist ships no types

# The beginning of a test's id, and the group it belongs to.
GROUPS = {
    "tests/e2e/": "live",
    # Recording migrations makes roles of fixed names, and roles are the whole server's.
    "tests/tenants/migrations/": "recording",
    "tests/tenants/archives/test_older_archives.py": "recording",
    "tests/tenants/test_schema_script.py": "recording",
    # A second server takes longer to make than most of its tests; so does a browser with the sample pages.
    "tests/tenants/archives/": "second server",
    "tests/tenants/servers/": "second server",
    "tests/front/": "front",
}


class Together(LoadScopeScheduling):  # type: ignore[misc] # untyped, as above
    """Tests of a group run in one process: those with one running product, for one. Others go wherever there is time.

    xdist's own groups travel in the ids of tests, which pytest 9.2 no longer lets it change (pytest-xdist #1386).
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((group for start, group in GROUPS.items() if nodeid.startswith(start)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    """Answer instead of `--dist`."""
    return Together(config, log)
