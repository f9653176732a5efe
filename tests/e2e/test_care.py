"""Care of records in a browser: two clients made one and two again, an edit taken back, a client erased for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.people import PASSWORD, open_business

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.inspector import Inspector
    from tests.e2e.people import Machine
    from tests.harness.live import Live

pytestmark = pytest.mark.e2e

HOUSE = "care-gym"


def add(api: Machine, **fields: str) -> str:
    answer = api.call("POST", "clients/", {"last_name": "Berg", "allow_duplicate": True, **fields})
    assert answer.status == 201, answer.text
    return str(answer.json["id"])


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press("Enter")


def merge_and_part(inspector: Inspector, live: Live, winner: str, loser: str) -> None:
    page = inspector.page
    page.goto(live.url(HOUSE, f"/clients/{winner}/merge/{loser}/"))
    expect(page.get_by_role("heading", name="Merge two clients")).to_be_visible()
    inspector.look("merge")
    press(page, "Merge")
    expect(page.get_by_text("Ann Berg is part of Anna Berg now.")).to_be_visible()
    page.goto(live.url(HOUSE, f"/clients/{loser}/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Anna Berg")
    page.goto(live.url(HOUSE, f"/clients/{winner}/changes/"))
    inspector.look("merged-history")
    press(page, "Undo the merge")
    expect(page.get_by_text("They are two clients again.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ann Berg")


def take_back(inspector: Inspector, live: Live, client: str) -> None:
    page = inspector.page
    page.goto(live.url(HOUSE, f"/clients/{client}/changes/"))
    page.get_by_role("link", name="Take back").last.click()
    expect(page.get_by_role("heading", name="Take an edit back")).to_be_visible()
    inspector.look("reversion")
    with page.expect_navigation():
        press(page, "Take back")
    page.goto(live.url(HOUSE, f"/clients/{client}/changes/"))
    expect(page.get_by_text("took an edit back").first).to_be_visible()


def erase(inspector: Inspector, live: Live, client: str) -> None:
    page = inspector.page
    page.goto(live.url(HOUSE, f"/clients/{client}/erasure/"))
    expect(page.get_by_text("A client is erased for good only by you")).to_be_visible()
    inspector.look("prove-it")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Erase Anna Berg for good?")).to_be_visible()
    page.locator("[name=typed]").fill("Anna")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Type the name exactly")).to_be_visible()
    inspector.look("erasure-refused")
    page.locator("[name=typed]").fill("Anna Berg")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Anna Berg will be erased for good on")).to_be_visible()
    inspector.look("to-be-erased")
    press(page, "Do not erase")
    expect(page.get_by_text("Anna Berg will not be erased.")).to_be_visible()


def test_one_is_merged_reverted_and_erased(inspector: Inspector, live: Live) -> None:
    api = open_business(live, HOUSE, "Care Gym")
    winner = add(api, first_name="Anna", email="anna@mail.example", notes="Mornings")
    loser = add(api, first_name="Ann", phone="+447400122601", notes="Left-handed")
    answer = api.call("PATCH", f"clients/{winner}/", {"goal": "Run 5 k"}, If_Match='"v1"')
    assert answer.status == 200, answer.text
    page = inspector.page
    page.goto(live.url(HOUSE, "/accounts/login/"))
    page.locator("[name=login]").fill(f"owner@{HOUSE}.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Log in")
    merge_and_part(inspector, live, winner, loser)
    take_back(inspector, live, winner)
    erase(inspector, live, winner)
