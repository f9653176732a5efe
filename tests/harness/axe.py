"""What axe finds on a page that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Page

SCRIPT = Axe().axe_script
# Nothing of other hosts is on our pages, so no style sheet needs to be fetched once more.
RUN = """([exclude, rules]) => axe.run({include: [['html']], exclude}, {resultTypes: ['violations'], preload: false, rules})
  .then(results => results.violations)"""
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
# Another theme fades in, another width may start an animation again.
STILL = """() => document.getAnimations().filter(each => each.effect?.getComputedTiming().endTime !== Infinity)
  .forEach(each => each.finish())"""


def settle(page: Page) -> None:
    """Wait until what changed is drawn, and end every animation that has an end."""
    page.evaluate(DRAWN)
    page.evaluate(STILL)


def violations(page: Page, *, without: str = "", aside: Sequence[str] = ()) -> list[str]:
    """Return each violation of the page as it is shown, as the rule's name and the beginning of the element.

    Leaves out the rule `without`, and what stands in the parts `aside`.
    """
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(SCRIPT)
    asked = [[[part] for part in aside], {without: {"enabled": False}} if without else {}]
    found: list[dict[str, Any]] = page.evaluate(RUN, asked)
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]
