"""Booking in a browser: a trainer books a weekly series into a room after seeing its dates, a visitor books on a phone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.e2e.inspector import PHONE
from tests.e2e.people import PASSWORD, Machine, open_business

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.inspector import Inspector
    from tests.harness.live import Live

pytestmark = pytest.mark.e2e

HOUSE, VISITOR = "booking-gym", "ann@visitor.example"
MONDAY = timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())


def furnish(api: Machine) -> None:
    """Make a client, a room, and what a visitor can book."""
    api.call("POST", "clients/", {"first_name": "Ines", "last_name": "Carvalho"})
    place = api.call("POST", "locations/", {"name": "High Street"}).json["id"]
    assert api.call("POST", "rooms/", {"location": place, "name": "Studio 1", "seats": 4}).status == 201
    rules = api.call("PATCH", "booking-rules/", {"self_booking": True, "slot_step_minutes": 60})
    kind = api.call("POST", "bookable-types/", {"name": "First session", "kind": "personal", "minutes": 60})
    assert (rules.status, kind.status) == (200, 201), rules.text + kind.text


def book_a_series(inspector: Inspector, live: Live) -> None:
    page = inspector.page
    page.goto(live.url(HOUSE, "/accounts/login/"))
    page.locator("[name=login]").fill(f"owner@{HOUSE}.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Log in")
    page.goto(live.url(HOUSE, "/sessions/new/"))
    page.get_by_label("Ines Carvalho").check()
    page.locator("[name=date]").fill(MONDAY.isoformat())
    page.locator("[name=time]").fill("09:00")
    page.get_by_text("Repeat", exact=True).click()
    page.locator("[name=repeat]").select_option("weekly")
    page.locator("[name=times]").fill("4")
    page.locator("[name=room]").select_option(index=1)
    inspector.look("new-session")
    page.get_by_role("button", name="Book session").click()
    expect(page.get_by_role("heading", name="Look at the dates")).to_be_visible()
    expect(page.locator("ol.list > li")).to_have_count(4)
    inspector.look("dates")
    page.get_by_role("button", name="Book 4 sessions").click()
    expect(page.get_by_text("Studio 1").first).to_be_visible()


def book_as_a_visitor(page: Page, inspector: Inspector, live: Live) -> None:
    page.context.clear_cookies()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type] # a plain dict of the two numbers
    page.goto(live.url(HOUSE, "/book/"))
    inspector.look("door")
    page.get_by_role("link", name="See times for First session").first.click()
    page.goto(f"{page.url}?from={MONDAY.isoformat()}")
    monday = page.get_by_role("region").first
    expect(monday.get_by_role("link", name="09:00")).to_have_count(0)  # the series is in the way
    inspector.look("times")
    monday.get_by_role("link", name="10:00").click()
    page.get_by_label("First name").fill("Ann")
    page.get_by_label("Last name").fill("Lee")
    page.get_by_label("E-mail").fill(VISITOR)
    inspector.look("request")
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    page.goto(live.link_to(VISITOR, "/book/confirm/"))
    inspector.look("confirm")
    page.get_by_role("button", name="Book this time").click()
    expect(page.get_by_role("heading", name="Booked")).to_be_visible()


def test_a_series_with_a_room_and_a_visitor(inspector: Inspector, live: Live) -> None:
    api = open_business(live, HOUSE, "Booking Gym")
    furnish(api)
    book_a_series(inspector, live)
    book_as_a_visitor(inspector.page, inspector, live)
    found = api.call("GET", f"sessions/?from={MONDAY.isoformat()}T00:00:00Z&page_size=50").json["results"]
    starts = sorted(one["starts_at"] for one in found)
    assert [(one["title"], bool(one["room"])) for one in found if one["starts_at"] == starts[1]] == [
        ("First session", False)
    ]
    assert len(starts) == 5
