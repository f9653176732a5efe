"""The running API against its own description: whatever is sent, no 5xx, and each answer is one that was described."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.architecture.files import PROJECT
from tests.e2e.people import open_business

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness.live import Live

pytestmark = pytest.mark.e2e

SECONDS = 30
CHECKS = "not_a_server_error,response_schema_conformance,status_code_conformance,content_type_conformance"
# It would end the log-in that the run needs, or count against everybody's.
LEFT_OUT = "(sign-out-everywhere|token|acceptance|deactivate|me)/"


def test_api(live: Live, tmp_path: Path) -> None:
    owner = open_business(live, "fuzz-house", "Fuzz House")
    host = live.url("fuzz-house").removeprefix("http://").rstrip("/")
    base = f"http://127.0.0.1:{live.port}"  # not every machine's resolver knows names under localhost
    command = [
        sys.executable, "-m", "schemathesis.cli", "run", f"{base}/api/v1/schema/", "--url", base,
        "-H", f"Host: {host}",
        "-H", f"Authorization: Bearer {owner.token}", "-H", "Accept: application/json",
        "--exclude-path-regex", LEFT_OUT, "--checks", CHECKS, "--max-time", str(SECONDS), "--rate-limit", "9/s",
        "--seed", "7", "--generation-database", "none", "--no-color",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=SECONDS * 2)  # noqa: S603 - ours
    (tmp_path / "fuzz.txt").write_text(done.stdout + done.stderr, encoding="utf-8")
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
