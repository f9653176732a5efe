"""What axe finds on a page that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCRIPT = Axe().axe_script
# Nothing of other hosts is on our pages, so no style sheet needs to be fetched once more.
RUN = "axe.run({resultTypes: ['violations'], preload: false}).then(results => results.violations)"


def violations(page: Page) -> list[str]:
    """Return each violation of the page as it is shown, as the rule's name and the beginning of the element."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(RUN)
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]
