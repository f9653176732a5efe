"""The list of clients with the keyboard alone: filter, select, archive, undo; each of its states inspected."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.people import PASSWORD, open_business

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.e2e.inspector import Inspector
    from tests.harness.live import Live

pytestmark = pytest.mark.e2e

GOALS = ("First pull-up", "Marathon", "First pull-up", "")


def press(element: Locator, key: str = "Enter") -> None:
    element.focus()
    element.page.keyboard.press(key)


def studio(page: Page, live: Live, subdomain: str) -> None:
    """Open a business with four clients and sign its owner in."""
    owner = open_business(live, subdomain, "Many Clients")
    for number, goal in enumerate(GOALS):
        body = {"first_name": f"Client {number}", "last_name": "Keys", "goal": goal}
        assert owner.call("POST", "clients/", body).status == 201
    page.goto(live.url(subdomain, "/accounts/login/"))
    page.locator("[name=login]").fill(f"owner@{subdomain}.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("login"))


def filter_by_goal(page: Page) -> None:
    press(page.locator("summary", has_text="Add filter"))
    page.get_by_label("Goal contains").focus()
    page.keyboard.type("pull")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Goal contains: pull")).to_be_visible()
    expect(page.locator("[data-row-check]")).to_have_count(2)


def archive_both(page: Page) -> None:
    for _row in range(2):
        page.keyboard.press("j")
        page.keyboard.press("x")
    expect(page.locator("[data-bulk] output")).to_have_text("2 selected")
    press(page.get_by_role("button", name="Archive"))
    dialog = page.get_by_role("dialog", name="Archive 2 clients?")
    expect(dialog).to_be_visible()


def test_with_the_keyboard_alone(inspector: Inspector, live: Live) -> None:
    page = inspector.page
    studio(page, live, "many-clients")
    page.goto(live.url("many-clients", "/clients/"))
    inspector.look("list")
    filter_by_goal(page)
    page.locator("body").focus()
    archive_both(page)
    inspector.look("archive-dialog")
    press(page.get_by_role("dialog").get_by_role("button", name="Archive"))
    expect(page.get_by_text("2 clients are archived.")).to_be_visible(timeout=30_000)
    inspector.look("archived")
    press(page.get_by_role("button", name="Undo"))
    press(page.locator("#confirm [data-confirm-yes]"))
    expect(page.get_by_text("2 clients are as before.")).to_be_visible(timeout=30_000)
    page.goto(live.url("many-clients", "/clients/"))
    expect(page.locator("[data-row-check]")).to_have_count(len(GOALS))


def test_views_and_cards(inspector: Inspector, live: Live) -> None:
    page = inspector.page
    studio(page, live, "saved-views")
    page.goto(live.url("saved-views", "/clients/?goal=pull"))
    press(page.locator("summary", has_text="Save view"))
    page.get_by_label("Name of the view").focus()
    page.keyboard.type("Pullers")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=re.compile("Pullers"))).to_have_attribute("aria-current", "page")
    inspector.look("saved-view")
    press(page.get_by_role("button", name="Cards"))
    expect(page.locator("ul.cards")).to_be_visible()
    inspector.look("cards")
    page.goto(live.url("saved-views", "/clients/views/"))
    inspector.look("views")
    page.goto(live.url("saved-views", "/clients/?view=at_risk"))
    inspector.look("nobody-at-risk")
    page.goto(live.url("saved-views", "/clients/at-risk/"))
    inspector.look("risk")
