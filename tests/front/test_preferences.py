"""Less motion, forced colours, right to left: what people ask of their browser holds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.front.windows import Visit

STYLES = Path(__file__).parents[2] / "static" / "src" / "styles"
PHYSICAL = re.compile(
    r"(?:margin|padding|border)-(?:left|right)|(?<![\w-])(?:left|right):|text-align: (?:left|right)|float:"
)
# What is drawn, not laid out, does not turn with the direction of writing.
DRAWN = {
    "choice.css": "the tick in a box is the same in every language",
    "shell.css": "a count on a centred icon of the tab bar",
}
EDGES = [
    *(".button", ".input", ".badge", ".chip", ".card", ".tag", ".dialog.is-still", ".menu-list.is-still", ".toast"),
    *(".alert", ".file-drop", ".search", ".avatar", ".bulk"),
]
WITHOUT_EDGE = """selectors => selectors.filter(selector => {
  const element = document.querySelector(`.stage ${selector}`);
  const style = getComputedStyle(element);
  return parseFloat(style.borderTopWidth) < 1 && style.outlineStyle === 'none';
})"""


@pytest.mark.e2e
def test_nothing_moves_where_less_motion_is_asked_for(visit: Callable[..., Visit]) -> None:
    moving = "document.getAnimations().filter(one => one.effect.getComputedTiming().activeDuration > 1).length"
    page = visit(motion="no-preference").open("style")
    assert page.evaluate(moving) > 0
    page.emulate_media(reduced_motion="reduce")
    page.wait_for_timeout(300)
    assert page.evaluate(moving) == 0


@pytest.mark.e2e
def test_everything_keeps_its_edge_in_forced_colours(visit: Callable[..., Visit]) -> None:
    page = visit(forced="active").open("style-light")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert page.evaluate(WITHOUT_EDGE, EDGES) == []


@pytest.mark.e2e
@pytest.mark.parametrize("width", [360, 1440])
def test_the_page_turns_with_the_direction_of_writing(visit: Callable[..., Visit], width: int) -> None:
    page = visit(width=width).open("style-rtl")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    place = "element => { const box = element.getBoundingClientRect(); return (box.left + box.right) / 2 }"
    row = page.locator(".stage .person").first
    assert row.locator(".avatar").evaluate(place) > row.locator(".person-name").evaluate(place)


def test_styles_know_start_and_end_not_left_and_right() -> None:
    found = [
        f"{sheet.name}: {hit}"
        for sheet in STYLES.rglob("*.css")
        if sheet.name not in DRAWN
        for hit in PHYSICAL.findall(sheet.read_text(encoding="utf-8"))
    ]
    assert found == []
