"""Every sample page in a real browser: accessible, as wide as the screen, big enough for a thumb, silent in the console."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.front.preview import page_names
from tests.harness.axe import settle, violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.front.windows import Visit

pytestmark = pytest.mark.e2e

NAMES = [*(name.removesuffix(".html") for name in page_names() if "/" not in name), "403", "500", "building", "style"]
DESK, PHONE = [(768, "light"), (1440, "light"), (1440, "dark")], [(360, "light"), (360, "dark")]
# Axe costs a second a page: each width and each theme once. Colours are tokens, and `test_contrast.py` has all pairs of them.
LOOKED_THROUGH = {(360, "light"), (1440, "dark")}
# On the style page it measures every text on its ground in both themes, in a tenth of axe's seconds.
MEASURED_THERE = {"style": "color-contrast"}
SMALL = """() => [...document.querySelectorAll('a[href], button, summary, select, input:not([type=hidden]), textarea')]
  .filter(element => element.checkVisibility({opacityProperty: true, visibilityProperty: true}) && element.getClientRects().length)
  .filter(element => !element.closest('p, .alert, .visually-hidden, .skip'))
  .map(element => {
    const target = element.closest('label') ?? element;
    const box = target.getBoundingClientRect();
    const before = getComputedStyle(element, '::before');
    const after = element.matches('[data-row-link], [data-card-link]') ? element.closest('tr, li').getBoundingClientRect() : box;
    const spread = before.position === 'absolute' ? Math.max(0, -parseFloat(before.top) || 0) * 2 : 0;
    return [element.outerHTML.slice(0, 90), Math.max(box.width + spread, after.width), Math.max(box.height + spread, after.height)];
  })
  .filter(([, width, height]) => width < 43.5 || height < 43.5)"""


@pytest.mark.parametrize("views", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_accessible_and_fits(visit: Callable[..., Visit], name: str, views: list[tuple[int, str]]) -> None:
    window = visit(width=views[0][0], theme=views[0][1])
    page = window.open(name)
    page.wait_for_timeout(250)  # skeletons show after 200 ms
    for width, theme in views:
        window.look(width=width, theme=theme)
        settle(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if (width, theme) in LOOKED_THROUGH:
            assert violations(page, without=MEASURED_THERE.get(name, "")) == []
        if width == 360:
            assert page.evaluate(SMALL) == []
    assert window.problems == []
