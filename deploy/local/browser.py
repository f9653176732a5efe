"""Find the Chromium that browser tests drive, or get one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
INSTALL_SECONDS = 300


def find_chromium() -> str | None:
    """Give the path of a browser on this machine: named by MECTO_CHROMIUM, on PATH, or Playwright's own."""
    if named := os.environ.get("MECTO_CHROMIUM"):
        return named
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    return on_path or _playwrights()


def get_chromium() -> str | None:
    """Install one: Playwright's download, else Debian's package for root."""
    if find_spec("playwright") and _succeeds(sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"):
        return find_chromium()
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _succeeds("apt-get", "update", "-q")
        _succeeds("apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium")
    return find_chromium()


def _playwrights() -> str | None:
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    patterns = ("chromium-*/chrome-linux*/chrome", "chromium_headless_shell-*/chrome-*/*headless*shell")
    return next((str(found) for pattern in patterns for found in sorted(cache.glob(pattern), reverse=True)), None)


def _succeeds(*command: str) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            env=environment,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=INSTALL_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
