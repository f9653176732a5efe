"""A session is logged in a cellar: the network goes, the tab is closed, and nothing is lost."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.e2e.people import PASSWORD, open_business

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.inspector import Inspector
    from tests.e2e.people import Machine
    from tests.harness.live import Live

pytestmark = pytest.mark.e2e

HOUSE = "cellar-gym"
PHONE: Any = {"width": 390, "height": 844}


def sign_in(page: Page, live: Live) -> None:
    page.goto(live.url(HOUSE, "/accounts/login/"))
    page.locator("[name=login]").fill(f"owner@{HOUSE}.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Sign in")


def begin(api: Machine) -> tuple[str, str]:
    """Start a session with a client and return both ids."""
    client = api.call("POST", "clients/", {"first_name": "Ines", "last_name": "Costa"}).json["id"]
    now = dt.datetime.now(tz=dt.UTC).replace(second=0, microsecond=0)
    session = api.call("POST", "sessions/", {"clients": [client], "starts_at": now.isoformat()}).json["id"]
    assert api.call("POST", f"sessions/{session}/start/").status == 200
    return client, session


def log_first_set(page: Page) -> None:
    page.get_by_label("Exercise", exact=True).fill("Box squat")
    page.keyboard.press("Enter")
    page.get_by_label("kg, set 1").fill("80")
    page.get_by_label("Reps, set 1").fill("5")
    page.get_by_role("button", name="Log set 1").click()
    expect(page.get_by_role("timer")).to_be_visible()


def go_on_without_a_network(page: Page) -> None:
    page.context.set_offline(True)
    page.get_by_role("button", name="Set", exact=True).click()
    page.get_by_role("button", name="More: kg").click()
    page.get_by_role("button", name="Log set 2").click()
    page.get_by_role("button", name="Note what you saw").click()
    page.get_by_role("textbox", name="What you saw").fill("Braces late.")
    page.get_by_role("button", name="Add note").click()
    expect(page.get_by_text("Saved here, will sync")).to_be_visible()


def test_nothing_is_lost_without_a_network(inspector: Inspector, live: Live) -> None:
    api = open_business(live, HOUSE, "Cellar Gym")
    client, session = begin(api)

    def logged() -> list[tuple[str, list[tuple[int, int]]]]:
        sheet = api.call("GET", f"sessions/{session}/log/").json["exercises"]
        return [(one["name"], [(done["load_g"], done["reps"]) for done in one["sets"]]) for one in sheet]

    page = inspector.page
    page.set_viewport_size(PHONE)
    sign_in(page, live)
    log = live.url(HOUSE, f"/sessions/{session}/log/")
    page.goto(log)
    log_first_set(page)
    expect(page.locator("[data-sync]")).to_have_attribute("data-waiting", "0")
    assert logged() == [("Box squat", [(80_000, 5)])]
    inspector.look("logged")

    go_on_without_a_network(page)
    assert logged() == [("Box squat", [(80_000, 5)])]
    second = page.context.new_page()
    page.close()
    page.context.set_offline(False)
    second.goto(log)
    expect(second.locator("[data-sync]")).to_have_attribute("data-waiting", "0")
    expect(second.get_by_role("button", name="Set 2 done, undo")).to_be_visible()
    assert logged() == [("Box squat", [(80_000, 5), (82_500, 5)])]
    assert [row["body"] for row in api.call("GET", f"clients/{client}/notes/").json["results"]] == ["Braces late."]

    # Two devices: the later word counts, and a set that was deleted elsewhere does not come back.
    first, other = api.call("GET", f"sessions/{session}/log/").json["exercises"][0]["sets"]
    assert api.call("DELETE", f"sessions/{session}/logged-sets/{other['id']}/").status == 204
    second.context.set_offline(True)
    second.get_by_label("Reps, set 2").fill("4")
    second.get_by_label("Reps, set 1").fill("6")
    second.get_by_label("Reps, set 1").press("Tab")
    second.context.set_offline(False)
    expect(second.locator("[data-sync]")).to_have_attribute("data-waiting", "0")
    expect(second.get_by_role("button", name="Set 2 done, undo")).to_be_hidden()
    assert first["reps"] == 5
    assert logged() == [("Box squat", [(80_000, 6)])]
