"""The style page looks as it did when somebody last looked; `MECTO_SNAPSHOTS=write` keeps a new look."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING

import pytest

from tenants.console.style.specimens import PARTS
from tests.front.snapshots import FOLDER, kept, read

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.front.windows import Visit

pytestmark = pytest.mark.e2e
NAMES = [part.name for part in PARTS if part.name not in {"colours", "icons"}]  # lists of what other files say


def settled(page: Page) -> Page:
    page.locator("[role=tablist]").wait_for()
    page.locator(".is-combobox").first.wait_for()
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(300)  # skeletons show after 200 ms
    return page


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 1440), ("light", 360)])
def test_the_components_look_as_they_did(visit: Callable[..., Visit], theme: str, width: int) -> None:
    page = settled(visit(width=width, theme=theme).open(f"style-{theme}"))
    changed: list[str] = []
    for name in NAMES:
        look = read(page, name)
        before = kept(f"{name}-{theme}-{width}", look)
        changed += unified_diff(before.splitlines(), look.splitlines(), f"{name} kept", f"{name} now", lineterm="", n=0)
    assert changed == [], "\n".join(changed)


def test_no_look_is_kept_of_what_is_gone() -> None:
    names = {f"{name}-{view}.txt" for name in NAMES for view in ("light-1440", "dark-1440", "light-360")}
    assert {file.name for file in FOLDER.iterdir()} == names
