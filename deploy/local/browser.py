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


def get_chromium() -> tuple[str | None, list[str]]:
    """Install one: Playwright's download, else Debian's package for root. Say where it is, and what failed on the way."""
    failures: list[str] = []
    if find_spec("playwright"):
        failures += _failure("Playwright", sys.executable, "-m", "playwright", "install", "--only-shell", "chromium")
        if found := find_chromium():
            return found, []
    if os.geteuid() == 0 and shutil.which("apt-get"):
        failures += _failure("apt-get update", "apt-get", "update", "-q")
        install = ("apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium")
        failures += _failure("apt-get install", *install)
    return find_chromium(), failures


def _playwrights() -> str | None:
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    patterns = ("chromium-*/chrome-linux*/chrome", "chromium_headless_shell-*/chrome-*/*headless*shell")
    return next((str(found) for pattern in patterns for found in sorted(cache.glob(pattern), reverse=True)), None)


def _failure(name: str, *command: str) -> list[str]:
    """Run a command; return one line that says why it failed, or none."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            timeout=INSTALL_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return [f"{name}: {error}"]
    if done.returncode == 0:
        return []
    lines = [line.strip() for line in done.stdout.decode(errors="replace").splitlines() if line.strip()]
    told = next((line for line in lines if "error" in line.lower()), lines[-1] if lines else "no word")
    return [f"{name}: {told[:200]}"]
