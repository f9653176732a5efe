"""`python -m deploy.local.fakes` as the supervisor runs it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError

from tests.integrations.conftest import Fakes
from tests.integrations.fakeserver.test_inbox import send
from tests.integrations.servers import unused_port

ROOT = Path(__file__).resolve().parents[3]


def start(port: int, data: Path) -> subprocess.Popen[str]:
    """Start the process with a bare environment."""
    command = [sys.executable, "-m", "deploy.local.fakes", "--port", str(port), "--data", str(data)]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(  # noqa: S603 - our own module
        command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    )


def wait_until_up(fakes: Fakes) -> None:
    """Poll the health page for a few seconds."""
    deadline = time.monotonic() + 10
    while True:
        try:
            fakes.call("GET", "/healthz")
        except URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def test_starts_serves_and_stops_on_sigterm(tmp_path: Path) -> None:
    """State is in the folder; the exit code says that it ended well."""
    port = unused_port()
    process = start(port, tmp_path / "data")
    fakes = Fakes(url=f"http://127.0.0.1:{port}")
    try:
        wait_until_up(fakes)
        send(fakes, to="p@x.example", subject="Hello")
        assert len(fakes.letters()) == 1
        second = start(port, tmp_path / "other")
        _, complaint = second.communicate(timeout=10)
        assert (second.returncode, "Address already in use" in complaint) == (1, True)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=10)
    assert process.returncode == 0
    assert (tmp_path / "data" / "fakes.sqlite3").exists()
