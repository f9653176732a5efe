"""Notes and contacts in a browser: two taps on a phone, by keyboard at a desk, and a call that is not forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.e2e.inspector import PHONE
from tests.e2e.people import PASSWORD, open_business

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.inspector import Inspector
    from tests.harness.live import Live

pytestmark = pytest.mark.e2e

HOUSE = "chatty-gym"


def sign_in(page: Page, live: Live) -> None:
    page.goto(live.url(HOUSE, "/accounts/login/"))
    page.locator("[name=login]").fill(f"owner@{HOUSE}.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Log in")


def log_in_two_taps(inspector: Inspector) -> None:
    page = inspector.page
    page.set_viewport_size(PHONE)  # type: ignore[arg-type] # a plain dict of the two numbers
    page.locator(".composer").get_by_role("link", name="E-mail").click()
    expect(page.locator("#log-contact [name=way]:checked")).to_have_value("email")
    page.get_by_role("button", name="Log it").click()
    expect(page.locator(".timeline")).to_contain_text("E-mail to them")


def note_by_keyboard(inspector: Inspector) -> None:
    page = inspector.page
    page.locator(".composer").get_by_role("link", name="Note").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Counts in German")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    inspector.look("note")
    page.get_by_role("button", name="Keep the note").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Counts in German")).to_have_count(2)


def call_back(inspector: Inspector, live: Live) -> None:
    page = inspector.page
    page.locator(".composer").get_by_role("link", name="Call").click()
    page.locator("#log-contact [name=said]").fill("Asks for Friday")
    page.locator("#log-contact [name=follow_up_on]").fill(timezone.localdate().isoformat())
    inspector.look("contact")
    page.get_by_role("button", name="Log it").click()
    inspector.look("profile")
    page.goto(live.url(HOUSE, "/"))
    inspector.look("today")
    page.get_by_role("button", name="Done: Call Ines back").click()
    expect(page.get_by_text("To follow up")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Call Ines back")).to_be_visible()


def test_notes_and_contacts(inspector: Inspector, live: Live) -> None:
    api = open_business(live, HOUSE, "Chatty Gym")
    client = str(api.call("POST", "clients/", {"first_name": "Ines", "email": "ines@mail.example"}).json["id"])
    start = (timezone.now() + timedelta(days=1)).isoformat()
    body = {"clients": [client], "starts_at": start, "duration_minutes": 60, "type": "personal"}
    assert api.call("POST", "sessions/", body).status == 201
    page = inspector.page
    sign_in(page, live)
    page.goto(live.url(HOUSE, f"/clients/{client}/"))
    log_in_two_taps(inspector)
    note_by_keyboard(inspector)
    call_back(inspector, live)
    for name in ("notes", "contacts"):
        page.goto(live.url(HOUSE, f"/clients/{client}/{name}/"))
        inspector.look(name)
    page.get_by_role("main").locator(".menu summary").first.click()
    page.get_by_role("button", name="Delete").first.click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("It stands in the log again.")).to_be_visible()
