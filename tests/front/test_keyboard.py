"""The layers and the larger controls, driven by the keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.front.windows import Visit

pytestmark = pytest.mark.e2e

HITS = (
    '<div role="group" aria-labelledby="g"><div id="g">Clients</div>'
    '<a role="option" id="palette-1-1" aria-selected="false" href="/first.html" tabindex="-1">Mara Okafor</a>'
    '<a role="option" id="palette-1-2" aria-selected="false" href="/second.html" tabindex="-1">Marcus Adeyemi</a>'
    '<a role="option" id="palette-1-3" aria-selected="false" href="/third.html" tabindex="-1">Márta Nagy</a></div>'
)
FOCUSED = "(document.activeElement.innerText || document.activeElement.getAttribute('aria-label') || '').trim()"


def tab_to(page: Page, words: str, part: str) -> None:
    """Press Tab from the head of a part of the page until a control with these words has the focus."""
    page.evaluate("part => location.hash = part", part)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == words:
            return
    raise AssertionError(f"Tab never reaches “{words}”")


def has_focus(page: Page, selector: str) -> bool:
    return bool(page.evaluate("selector => document.activeElement.matches(selector)", selector))


def test_the_palette_opens_finds_and_goes(visit: Callable[..., Visit]) -> None:
    window = visit()
    window.answers["/palette/"] = (200, HITS)
    page = window.open("style-light")
    page.keyboard.press("Control+k")
    page.get_by_role("option", name="Mara Okafor").wait_for()
    with page.expect_request("**/palette/?q=mar") as asked:
        page.keyboard.type("mar")
    assert asked.value.headers["x-requested-with"] == "fetch"
    expect(page.locator("#palette-list[aria-busy]")).to_have_count(0)
    box = page.get_by_role("combobox", name="Search or run a command")
    assert box.get_attribute("aria-activedescendant") == "palette-1-1"
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == "palette-1-2"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    with page.expect_request("**/second.html"):
        page.keyboard.press("Enter")


def test_the_palette_closes_and_gives_the_focus_back(visit: Callable[..., Visit]) -> None:
    window = visit()
    window.answers["/palette/"] = (200, HITS)
    page = window.open("clients")
    page.keyboard.press("j")
    page.keyboard.press("Control+k")
    page.get_by_role("option", name="Mara Okafor").wait_for()
    page.keyboard.press("Escape")
    assert page.locator("#palette").is_hidden()
    assert has_focus(page, "[data-row-link]")


def test_a_palette_that_cannot_ask_says_so(visit: Callable[..., Visit]) -> None:
    window = visit()
    window.answers["/palette/"] = (500, "boom")
    page = window.open("clients")
    page.keyboard.press("Control+k")
    page.get_by_role("alert").filter(has_text="Could not load this.").wait_for()


def test_a_combobox_finds_while_one_types(visit: Callable[..., Visit]) -> None:
    page = visit().open("style-light")
    # The select that it is made from is a combobox too, for a moment.
    box = page.get_by_role("combobox", name="Country").and_(page.locator("input")).first
    value = "document.querySelector('[name=light-country]').value"
    box.focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("reun")
    expect(page.locator(".combobox-list:visible [role=option]")).to_have_text(["Réunion"])
    page.keyboard.press("Enter")
    assert (box.input_value(), page.evaluate(value)) == ("Réunion", "RE")
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-expanded") == "true"
    assert page.locator(".combobox-list:visible [aria-selected=true]").inner_text() == "Réunion"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.evaluate(value) == "SE"
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("atlantis")
    assert page.locator(".combobox-none:visible").count() == 1
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert (box.input_value(), page.evaluate(value)) == ("Sweden", "SE")


def test_a_combobox_is_a_select_without_scripts(visit: Callable[..., Visit]) -> None:
    page = visit(scripts=False).open("style-light")
    select = page.locator("select[name=light-country]")
    assert select.is_visible()
    select.select_option("FI")
    assert page.get_by_role("combobox", name="Country").first.input_value() == "FI"


def test_tags_are_found_made_and_taken_away(visit: Callable[..., Visit]) -> None:
    page = visit().open("style-light")
    box = page.get_by_role("combobox", name="Tags").first
    value = page.locator("[name=light-tags]")
    options = page.locator(".is-tokens .combobox-list:visible [role=option]")
    box.focus()
    page.keyboard.type("kn")
    assert options.all_inner_texts() == ["Knee", "Make “kn”"]
    page.keyboard.press("Enter")
    page.keyboard.type("MORNING, new one")
    assert options.all_inner_texts() == ["Make “new one”"]
    page.keyboard.press("Tab")
    assert value.input_value() == "Morning, Online, Knee, new one"
    page.get_by_role("button", name="Remove Online").first.press("Enter")
    page.keyboard.press("Backspace")
    assert value.input_value() == "Morning, Knee"


def test_tabs_move_with_the_arrows(visit: Callable[..., Visit]) -> None:
    page = visit().open("style-light")
    page.locator("[role=tablist]").wait_for()
    tab_to(page, "Overview", "tabs")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(FOCUSED) == "Program"
    assert page.get_by_role("tabpanel").inner_text() == "Lower strength, week 6 of 12."
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(FOCUSED) == "Overview"
    page.keyboard.press("Tab")
    assert has_focus(page, "[role=tabpanel]")


def test_without_scripts_every_panel_stands_under_its_title(visit: Callable[..., Visit]) -> None:
    page = visit(scripts=False).open("style-light")
    assert [title.is_visible() for title in page.locator("[data-panel-title]").all()] == [True, True, True]


@pytest.mark.parametrize(
    ("opener", "name"), [("Open drawer", "Edit session"), ("Open dialog", "Move Hugo to Wed 07:30?")]
)
def test_a_layer_keeps_the_focus_and_gives_it_back(visit: Callable[..., Visit], opener: str, name: str) -> None:
    page = visit().open("style-light")
    tab_to(page, opener, "layers")
    page.keyboard.press("Enter")
    layer = page.get_by_role("dialog", name=name)
    assert layer.is_visible()
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    assert layer.is_hidden()
    assert page.evaluate(FOCUSED) == opener


def test_what_cannot_be_undone_waits_for_its_name(visit: Callable[..., Visit]) -> None:
    window = visit()
    page = window.open("style-light")
    tab_to(page, "Erase", "layers")
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="Erase the studio")
    assert button.is_disabled()
    page.get_by_label("Type Northside Strength to go on").focus()
    page.keyboard.type("northside strength")
    assert button.is_disabled()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Northside Strength")
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)
    assert [("confirmed=yes" in sent, "typed=Northside+Strength" in sent) for sent in window.posted] == [(True, True)]
