"""The harness, put together. Services come from `python3 manage.py test`."""

from __future__ import annotations

pytest_plugins = [
    "tests.harness.guards",
    "tests.harness.database",
    "tests.harness.people",
    "tests.harness.tasks",
    "tests.harness.counting",
    "tests.harness.live",
    "tests.harness.browser",
    "tests.harness.sharing",
    "tests.harness.s3",
]
