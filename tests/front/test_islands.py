"""The time that goes on by itself, and the number between two buttons."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.front.samples import CLOCK

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.front.windows import Visit

pytestmark = pytest.mark.e2e

NOW = dt.datetime.fromtimestamp(CLOCK["now"], tz=dt.UTC)
FIELD, NUMBER = "Other length", "input[type=number]"


def with_clock(window: Visit, *, motion: bool = True, device: dt.datetime = NOW) -> Page:
    """Open the page while the device's clock says so; seconds are counted only for who likes motion."""
    window.page.emulate_media(reduced_motion="no-preference" if motion else "reduce")
    window.page.clock.install(time=device)
    window.page.clock.pause_at(device + dt.timedelta(seconds=1))
    page = window.open("islands")
    page.wait_for_selector("[data-island=now][data-mounted]")
    expect(page.locator(".progress")).not_to_have_attribute("aria-valuenow", "1")
    return page


def shown(page: Page) -> str:
    return page.locator(".now-left").inner_text().replace("\n", " ")


def test_the_time_goes_on_and_the_bar_with_it(visit: Callable[..., Visit]) -> None:
    page = with_clock(visit(fresh=True))
    before = shown(page)
    page.clock.run_for(10_000)
    assert (before, shown(page)) == ("28:14 left", "28:04 left")
    assert page.locator(".progress").get_attribute("aria-valuenow") == "53"
    page.clock.run_for(28 * 60_000 + 5_000)
    assert shown(page) == "0:01 over time"
    assert page.locator(".progress").get_attribute("aria-valuenow") == "100"


def test_a_device_whose_clock_is_wrong_shows_the_servers_time(visit: Callable[..., Visit]) -> None:
    assert shown(with_clock(visit(fresh=True), device=NOW + dt.timedelta(hours=5))) == "28:14 left"


def test_who_asked_for_less_motion_sees_minutes(visit: Callable[..., Visit]) -> None:
    page = with_clock(visit(fresh=True), motion=False)
    assert shown(page) == "28 min left"
    page.clock.run_for(60_000)
    assert shown(page) == "27 min left"


def test_without_scripts_the_servers_words_stay(visit: Callable[..., Visit]) -> None:
    page = visit(scripts=False).open("islands")
    assert shown(page) == "28 min left"
    assert page.get_by_role("button", name=f"More: {FIELD}").count() == 0
    page.locator(NUMBER).fill("20")


def test_a_tap_is_a_step_and_means_other(visit: Callable[..., Visit]) -> None:
    window = visit(width=360)
    page = window.open("islands")
    number, more = page.locator(NUMBER), page.get_by_role("button", name=f"More: {FIELD}")
    more.tap()
    assert number.input_value() == "45"
    more.tap()
    page.get_by_role("button", name=f"Less: {FIELD}").tap()
    page.get_by_role("button", name=f"Less: {FIELD}").tap()
    assert number.input_value() == "40"
    page.get_by_role("button", name="Book").click()
    page.wait_for_timeout(200)
    assert window.posted == ["length=custom&minutes=40"]


def test_holding_goes_on_and_stops_at_the_end(visit: Callable[..., Visit]) -> None:
    page = visit().open("islands")
    number, more = page.locator(NUMBER), page.get_by_role("button", name=f"More: {FIELD}")
    number.fill("700")
    more.hover()
    page.mouse.down()
    expect(number).to_have_value("720")
    page.mouse.up()
    page.wait_for_timeout(150)
    assert number.input_value() == "720"


def test_the_keyboard_steps_too(visit: Callable[..., Visit]) -> None:
    page = visit().open("islands")
    page.locator("[data-step='1']").first.wait_for()  # shown by the island once it listens
    number = page.locator(NUMBER)
    number.fill("30")
    number.press("ArrowUp")
    assert number.input_value() == "35"
    assert page.get_by_label("Other", exact=True).is_checked()
