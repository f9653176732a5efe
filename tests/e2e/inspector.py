"""A page under inspection: accessibility, errors in the console, the content policy, width on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import ConsoleMessage, Page, Response

DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
AXE = Axe()
EVERYTHING = {"resultTypes": ["violations"]}
COLOURS = {**EVERYTHING, "runOnly": ["color-contrast", "link-in-text-block"]}
THEME = """theme => {
  const root = document.documentElement, before = root.dataset.theme ?? "";
  if (theme) root.dataset.theme = theme; else delete root.dataset.theme;
  document.getAnimations().filter(each => each.effect?.getComputedTiming().endTime !== Infinity).forEach(each => each.finish());
  return before;
}"""


class Inspector:
    """Wraps a page; `look()` inspects what is shown, at the widths of a desk and of a phone, and its colours in the dark."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page, self.folder = page, folder
        self.problems: list[str] = []
        self._seen = 0
        folder.mkdir(parents=True, exist_ok=True)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.problems.append(f"{self._where()}: {error}"))
        page.on("response", self._check_response)

    def look(self, name: str) -> None:
        """Inspect the page as it is now."""
        self._seen += 1
        for size in (PHONE, DESKTOP):
            self.page.set_viewport_size(size)  # type: ignore[arg-type] # a plain dict of the two numbers
            self.page.wait_for_load_state("networkidle")
            self.page.screenshot(
                path=self.folder / f"{self._seen:02}-{name}-{size['width']}.png", full_page=True, caret="initial"
            )
            self.problems += [f"{name} at {size['width']}: {text}" for text in self._accessibility()]
            if (wide := self.page.evaluate("document.documentElement.scrollWidth")) > size["width"]:
                self.problems.append(f"{name} at {size['width']}: {wide} wide")

        self.problems += [f"{name} in the dark: {text}" for text in self._in_the_dark()]

    def _in_the_dark(self) -> list[str]:
        """Return what cannot be told apart with the other theme; all else is the same page."""
        before = self.page.evaluate(THEME, "dark")
        found = self._accessibility(COLOURS)
        self.page.evaluate(THEME, before)
        return found

    def _accessibility(self, rules: dict[str, Any] = EVERYTHING) -> list[str]:
        try:
            answer = AXE.run(self.page, options=rules)
        except Error as gone:
            if "navigation" not in gone.message:
                raise
            self.page.wait_for_load_state("networkidle")  # a page that waits for work moved on by itself
            answer = AXE.run(self.page, options=rules)
        found: list[dict[str, Any]] = answer.response["violations"]
        return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]

    def _hear(self, message: ConsoleMessage) -> None:
        # That an answer was 4xx is told to people on the page itself; what failed to load is counted below.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.problems.append(f"{self._where()}: {message.text}")

    def _check_response(self, response: Response) -> None:
        is_page = response.request.resource_type in {"document", "xhr", "fetch"}
        if response.status >= 500 or (response.status >= 400 and not is_page):
            self.problems.append(f"{self._where()}: {response.status} {response.url}")

    def _where(self) -> str:
        return self.page.url
