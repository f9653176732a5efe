"""One Chromium for a whole test process: Playwright cannot be started twice in one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return Chromium: the one that the test command found, the machine's, else Playwright's own."""
    own = os.environ.get("MECTO_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    # Playwright's event loop stands still in this thread; Django would take every query for one of a coroutine's.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        if not own and not Path(playwright.chromium.executable_path).exists() and os.environ.get("CI") != "true":
            pytest.skip("No Chromium on this machine")
        browser = playwright.chromium.launch(executable_path=own, args=FLAGS)
        yield browser
        browser.close()
