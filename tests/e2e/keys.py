"""A page whose mouse is gone: controls are reached with Tab, by the words a person reads or hears."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Error, expect

if TYPE_CHECKING:
    import re
    from pathlib import Path

    from playwright.sync_api import Page

MOST_TABS = 150
HERE = """([words, within]) => {
  const here = document.activeElement;
  if (!here || here === document.body || !here.closest(within)) return false;
  const label = here.labels?.length ? here.labels[0].innerText : "";
  const text = (here.getAttribute("aria-label") || label || here.innerText || here.value || "").trim().replace(/\\s+/g, " ");
  return text === words || text.startsWith(words + " ");
}"""


class Keys:
    """Nothing here clicks, focuses or fills in."""

    def __init__(self, page: Page) -> None:
        self.page = page
        # With a listener the browser hands choosers over from the start; asked for only then, it may do so after the key.
        page.on("filechooser", lambda _chooser: None)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def tab(self, words: str, within: str = "body") -> None:
        """Press Tab until the control with these words, or words that begin so, has the focus."""
        for _step in range(MOST_TABS):
            if self._is_at(words, within):
                return
            self.press("Tab")
        raise AssertionError(f"Tab never reaches “{words}” in {within} of {self.page.url}")

    def go(self, words: str, within: str = "body") -> None:
        self.tab(words, within)
        self.press("Enter")

    def write(self, words: str, text: str, within: str = "body") -> None:
        self.tab(words, within)
        self.type(text)

    def tick(self, words: str, within: str = "body") -> None:
        self.tab(words, within)
        self.press("Space")

    def choose_file(self, words: str, file: Path) -> None:
        """Open the browser's own chooser; what it shows is not ours."""
        self.tab(words)
        with self.page.expect_file_chooser() as chooser:
            self.press("Space")
        chooser.value.set_files(file)

    def sees(self, words: str) -> None:
        expect(self.page.get_by_text(words).filter(visible=True).first).to_be_visible(timeout=30_000)

    def is_on(self, heading: str | re.Pattern[str]) -> None:
        """Wait for a page whose heading this is."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading, timeout=30_000)
        self.page.wait_for_load_state("load")

    def _is_at(self, words: str, within: str) -> bool:
        try:
            return bool(self.page.evaluate(HERE, [words, within]))
        except Error as gone:
            if "context was destroyed" not in gone.message:
                raise
            self.page.wait_for_load_state("load")  # the last key went to another page
            return False
