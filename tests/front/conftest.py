from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import override_settings

from tenants.console.style.specimens import look
from tests.front import samples
from tests.front.preview import ROOT, page_names, template_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page, Route

HOST = "http://preview.localhost"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'"
)
DIST = ROOT / "static" / "dist"
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


class Visit:
    """A page whose requests are answered from memory, under our content security policy."""

    def __init__(self, page: Page, pages: dict[str, str]) -> None:
        self.page = page
        self.pages = pages
        self.posted: list[str] = []
        self.problems: list[str] = []
        self.answers: dict[str, tuple[int, str]] = {}
        page.route("**/*", self._answer)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda message: self.problems.append(message.text) if message.type == "error" else None)

    def open(self, name: str) -> Page:
        self.page.goto(f"{HOST}/{name}.html")
        return self.page

    def _answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if route.request.method == "POST":
            self.posted.append(route.request.post_data or "")
        if path in self.answers:
            status, body = self.answers[path]
            route.fulfill(status=status, body=body, content_type="text/html")
        elif path.startswith("/static/") and (file := DIST / path.removeprefix("/static/")).is_file():
            route.fulfill(path=file, content_type=mimetypes.guess_type(file.name)[0] or "font/woff2")
        elif (name := Path(path).stem) in self.pages and path.endswith(".html"):
            headers = {"Content-Security-Policy": POLICY}
            route.fulfill(body=self.pages[name], content_type="text/html; charset=utf-8", headers=headers)
        else:
            route.fulfill(status=204)


@pytest.fixture
def visit(chromium: Browser, sample_pages: dict[str, str]) -> Iterator[Callable[..., Visit]]:
    """Return a function that opens a window: `visit(width=360, theme="dark")`."""
    contexts = []

    def window(
        *, width: int = 1440, theme: str = "light", scripts: bool = True, motion: str = "reduce", forced: str = "none"
    ) -> Visit:
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if theme == "dark" else "light",
            has_touch=width < 720,
            reduced_motion=motion,  # type: ignore[arg-type] # one of the browser's words
            forced_colors=forced,  # type: ignore[arg-type] # the same
            java_script_enabled=scripts,
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        return Visit(context.new_page(), sample_pages)

    yield window
    for context in contexts:
        context.close()
