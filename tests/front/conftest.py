from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import override_settings

from tenants.console.style.specimens import look
from tests.front import samples
from tests.front.preview import page_names, template_settings
from tests.front.windows import Windows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from tests.front.windows import Visit

STYLES: dict[str, dict[str, str]] = {
    "style": {},
    "style-light": {"theme": "light"},
    "style-dark": {"theme": "dark"},
    "style-rtl": {"theme": "light", "direction": "rtl"},
}


@pytest.fixture(scope="session")
def sample_pages() -> dict[str, str]:
    """Return the sample pages by their short name, rendered once without a theme."""
    with override_settings(TEMPLATES=template_settings(), ROOT_URLCONF="tests.front.preview"):
        pages = {Path(name).stem: render_to_string(name, samples.context()) for name in page_names()}
        moved = {"messages": [Message(25, "Hugo moved to Wed 07:30.")]}
        pages["toast"] = render_to_string("behaviour.html", {**samples.context(), **moved})
        return pages | {name: style_page(**picked) for name, picked in STYLES.items()}


def style_page(**picked: str) -> str:
    """Render the console's style page without a console."""
    return render_to_string("console/style/page.html", {**samples.context(), **look(**picked)})


@pytest.fixture(scope="session")
def windows(chromium: Browser, sample_pages: dict[str, str]) -> Iterator[Windows]:
    """Return the windows that all tests of this process use."""
    with closing(Windows(chromium, sample_pages)) as made:
        yield made


@pytest.fixture
def visit(windows: Windows) -> Iterator[Callable[..., Visit]]:
    """Return a function that gives a window: `visit(width=360, theme="dark")`."""
    with ExitStack() as open_windows:

        def window(
            *,
            width: int = 1440,
            theme: str = "light",
            scripts: bool = True,
            motion: str = "reduce",
            forced: str = "none",
            fresh: bool = False,
        ) -> Visit:
            visit = open_windows.enter_context(windows.window(touch=width < 720, scripts=scripts, fresh=fresh))
            visit.look(width=width, theme=theme, motion=motion, forced=forced)
            return visit

        yield window
