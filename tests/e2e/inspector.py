"""A page under inspection: accessibility, errors in the console, the content policy, width on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from playwright.sync_api import Error

from tests.harness.axe import settle, violations

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import ConsoleMessage, Page, Response

WHERE = "location.host + (document.documentElement.dataset.theme ?? '')"
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
THEME = """theme => {
  const root = document.documentElement, before = root.dataset.theme ?? "";
  if (theme) root.dataset.theme = theme; else delete root.dataset.theme;
  return before;
}"""

# The frame stands around every page; it is a third of what axe has to look at.
FRAME = (".side", ".top", ".tabbar")
# All that axe judges it by: kinds of elements and their states, names that are heard, whether there is text.
FRAMED = """frame => [...new Set([...document.querySelectorAll(frame)].flatMap(part => [part, ...part.querySelectorAll('*')])
  .map(each => [each.localName, each.getAttribute('class'), each.textContent.trim() && 1, each.checkVisibility(),
    ...['role', 'aria-label', 'aria-current', 'aria-expanded', 'aria-pressed', 'aria-hidden', 'hidden', 'open']
      .map(name => each.getAttribute(name))].join(' ')))].join('\\n')"""


class Inspector:
    """Wraps a page; `look()` inspects what is shown: on a phone as it is, at a desk in the dark."""

    _good_frames: ClassVar[set[tuple[str, int, str]]] = set()

    def __init__(self, page: Page, folder: Path) -> None:
        self.page, self.folder = page, folder
        self.problems: list[str] = []
        self._seen = 0
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.problems.append(f"{self._where()}: {error}"))
        page.on("response", self._check_response)

    def look(self, name: str) -> None:
        """Inspect the page as it is now; what is found stands beside a picture."""
        self._seen += 1
        self.page.wait_for_load_state("networkidle")
        self._inspect(name, PHONE)
        before = self.page.evaluate(THEME, "dark")
        self._inspect(f"{name} in the dark", DESKTOP)
        self.page.evaluate(THEME, before)

    def picture(self, name: str) -> None:
        """Keep what the page looks like."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=self.folder / f"{self._seen:02}-{name}.png", full_page=True, caret="initial")

    def _inspect(self, name: str, size: dict[str, int]) -> None:
        self.page.set_viewport_size(size)  # type: ignore[arg-type] # a plain dict of the two numbers
        settle(self.page)
        found = self._accessibility(size["width"])
        if (wide := self.page.evaluate("document.documentElement.scrollWidth")) > size["width"]:
            found.append(f"{wide} wide")
        if found:
            self.picture(f"{name}-{size['width']}")
            self.problems += [f"{name} at {size['width']}: {text}" for text in found]

    def _accessibility(self, width: int) -> list[str]:
        try:
            return self._violations(width)
        except Error as gone:
            if "navigation" not in gone.message:
                raise
            self.page.wait_for_load_state("networkidle")  # a page that waits for work moved on by itself
            return self._violations(width)

    def _violations(self, width: int) -> list[str]:
        """Look through the page; through its frame only where one like it was not looked through at this host, width and theme."""
        frame = (str(self.page.evaluate(WHERE)), width, str(self.page.evaluate(FRAMED, ", ".join(FRAME))))
        found = violations(self.page, aside=FRAME if frame in self._good_frames else ())
        if not found:
            self._good_frames.add(frame)
        return found

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
