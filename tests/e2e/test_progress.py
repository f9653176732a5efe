"""A client is measured with the keyboard, and the numbers become a line."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.people import PASSWORD, open_business

if TYPE_CHECKING:
    from tests.e2e.inspector import Inspector
    from tests.harness.live import Live

pytestmark = pytest.mark.e2e

HOUSE = "scale-gym"


def test_measure_and_see(inspector: Inspector, live: Live) -> None:
    api = open_business(live, HOUSE, "Scale Gym")
    client = api.call("POST", "clients/", {"first_name": "Ines", "last_name": "Costa"}).json["id"]
    last_week = (dt.datetime.now(tz=dt.UTC).date() - dt.timedelta(days=7)).isoformat()
    weighed = {"client": client, "metric": "weight", "value": 82.4, "taken_on": last_week}
    assert api.call("POST", "measurements/", weighed).status == 201
    page = inspector.page
    page.goto(live.url(HOUSE, "/accounts/login/"))
    page.locator("[name=login]").fill(f"owner@{HOUSE}.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Sign in")
    page.goto(live.url(HOUSE, f"/clients/{client}/"))
    page.get_by_role("link", name="All charts").click()
    page.get_by_role("link", name="Measure", exact=True).focus()
    page.keyboard.press("Enter")
    page.locator("[name=weight]").fill("8")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Between 20\N{NO-BREAK SPACE}kg and 400\N{NO-BREAK SPACE}kg, please.")).to_be_visible()
    inspector.look("refused")
    page.locator("[name=weight]").fill("81.7")
    page.locator("[name=waist]").fill("88.5")
    page.keyboard.press("Enter")
    expect(page.get_by_text("81.7\N{NO-BREAK SPACE}kg, down 0.7 since")).to_be_visible()
    page.locator(".chart-table summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chart-table[open] tbody tr")).to_have_count(2)
    inspector.look("charts")
    page.locator(".chart-table[open] tbody a").first.focus()
    page.keyboard.press("Enter")
    inspector.look("measurement")
    page.get_by_role("button", name="Delete").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("82.4\N{NO-BREAK SPACE}kg, ")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("81.7\N{NO-BREAK SPACE}kg, down 0.7 since")).to_be_visible()
    page.goto(live.url(HOUSE, f"/clients/{client}/progress/entries/"))
    inspector.look("entries")
