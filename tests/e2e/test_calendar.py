"""The calendar in a browser: dragged, undone, refused, stretched, booked over, by keyboard and by finger."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.e2e.inspector import DESKTOP, PHONE
from tests.e2e.people import PASSWORD, Machine, open_business

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.e2e.inspector import Inspector
    from tests.harness.live import Live

pytestmark = pytest.mark.e2e

HOUSE = "busy-gym"
WEDNESDAY = timezone.localdate() + timedelta(days=9 - timezone.localdate().weekday())


def book(api: Machine, name: str, hour: int) -> str:
    """Book an hour of the owner with a new client on Wednesday of next week; return the page of the session."""
    client = api.call("POST", "clients/", {"first_name": name}).json["id"]
    zone = ZoneInfo(api.call("GET", "me/").json["time_zone"] or "Europe/London")
    start = datetime.combine(WEDNESDAY, time(hour), zone).isoformat()
    body = {"clients": [client], "starts_at": start, "duration_minutes": 60, "type": "personal"}
    answer = api.call("POST", "sessions/", body)
    assert answer.status == 201, answer.text
    return f"/sessions/{answer.json['id']}/"


def sign_in(page: Page, live: Live) -> None:
    page.goto(live.url(HOUSE, "/accounts/login/"))
    page.locator("[name=login]").fill(f"owner@{HOUSE}.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Log in")


def stands(block: Locator, at: int, steps: int = 12) -> None:
    expect(block).to_have_class(re.compile(rf"\bat-{at} for-{steps} "))
    expect(block).not_to_have_class(re.compile("is-saving|is-origin"))


def drag(page: Page, block: Locator, *, days: int = 0, minutes: int = 0, edge: bool = False) -> None:
    """Drag a block, or its lower edge, by so many columns and minutes."""
    block.scroll_into_view_if_needed()
    box: Any = block.bounding_box()
    column: Any = page.locator(".calendar-column").first.bounding_box()
    x, y = box["x"] + 40, box["y"] + (box["height"] - 3 if edge else 12)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 3, y + 8)
    page.mouse.move(x + days * column["width"], y + minutes * 52 / 60, steps=4)


def by_mouse(page: Page, ines: Locator) -> None:
    drag(page, ines, days=1, minutes=75)
    expect(page.locator(".pill")).to_contain_text("11:15, Esc to cancel")
    page.keyboard.press("Escape")
    page.mouse.up()
    stands(ines, 120)
    drag(page, ines, days=1, minutes=75)
    page.mouse.up()
    stands(ines, 135)
    expect(page.locator(".toast")).to_contain_text(re.compile(r"Ines moved to \w+ \d+( \w+)?, 11:15"))
    expect(ines).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    stands(ines, 120)
    drag(page, ines, minutes=30, edge=True)
    page.mouse.up()
    stands(ines, 120, 18)
    expect(page.locator(".toast")).to_contain_text("Ines lasts 90 min.")


def clash(page: Page, inspector: Inspector, ines: Locator) -> None:
    drag(page, ines, minutes=240)
    page.mouse.up()
    expect(page.locator("#move-refused")).to_contain_text("has a session with Tom")
    expect(page.locator(".drop-slot.is-clash")).to_be_visible()
    inspector.look("clash")
    page.keyboard.press("Escape")
    stands(ines, 120, 18)
    expect(page.locator(".drop-slot")).to_have_count(0)
    drag(page, ines, minutes=240)
    page.mouse.up()
    page.locator("#move-refused [name=slot]").first.click()
    stands(ines, 180, 18)


def by_keyboard(page: Page, ines: Locator, tom: Locator) -> None:
    tom.focus()
    page.keyboard.press("ArrowDown")
    expect(ines).to_be_focused()
    for key in ("m", "ArrowDown", "ArrowRight", "Shift+ArrowUp", "Alt+ArrowUp"):
        page.keyboard.press(key)
    expect(page.locator("[data-calendar-voice]")).to_contain_text("15:10 – 16:25")
    page.keyboard.press("Enter")
    stands(ines, 182, 15)
    page.keyboard.press("m")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    stands(ines, 182, 15)
    expect(page.locator("[data-calendar-voice]")).to_contain_text("Left at")


def book_over_empty_time(page: Page) -> None:
    column: Any = page.locator(".calendar-column").nth(4).bounding_box()
    page.mouse.move(column["x"] + 40, column["y"] + 52 + 3)
    page.mouse.down()
    page.mouse.move(column["x"] + 40, column["y"] + 52 * 2.25, steps=4)
    page.mouse.up()
    expect(page.locator("[name=date]")).to_have_value((WEDNESDAY + timedelta(days=2)).isoformat())
    expect(page.locator("[name=time]")).to_have_value("08:00")
    expect(page.locator("[name=minutes]")).to_have_value("75")


def by_finger(page: Page, tom: Locator) -> None:
    """A finger that rests picks up; one that moves at once scrolls."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type] # a plain dict of the two numbers
    tom.scroll_into_view_if_needed()
    touch = page.context.new_cdp_session(page)
    box: Any = tom.bounding_box()
    x, y = box["x"] + 60, box["y"] + 20

    def send(kind: str, *points: dict[str, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    send("touchStart", {"x": x, "y": y})
    page.locator(".drop-slot").wait_for()
    for step in range(1, 5):
        send("touchMove", {"x": x, "y": y - 15 * step})
    send("touchEnd")
    stands(tom, 156)
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type] # the same


def test_the_calendar(inspector: Inspector, live: Live) -> None:
    api = open_business(live, HOUSE, "Busy Gym")
    page = inspector.page
    ines = page.locator(f'.event[href="{book(api, "Ines", 10)}"]')
    tom = page.locator(f'.event[href="{book(api, "Tom", 14)}"]')
    sign_in(page, live)
    page.set_viewport_size({"width": 1440, "height": 1100})
    week = live.url(HOUSE, f"/calendar/?view=week&date={WEDNESDAY}")
    page.goto(week)
    page.locator("[data-island=calendar][data-mounted]").wait_for()
    by_mouse(page, ines)
    clash(page, inspector, ines)
    page.set_viewport_size({"width": 1440, "height": 1100})
    by_keyboard(page, ines, tom)
    by_finger(page, tom)
    tom.click()
    expect(page.locator("#peek")).to_contain_text("Open the session")
    inspector.look("drawer")
    page.keyboard.press("Escape")
    expect(tom).to_be_focused()
    for key, shown in (("m", ".month"), ("a", ".agenda"), ("w", ".calendar")):
        page.locator("h1").click()
        page.keyboard.press(key)
        page.locator(shown).wait_for()
        if key == "m":
            inspector.look("month")
    page.set_viewport_size({"width": 1440, "height": 1100})
    page.goto(week)
    page.locator("[data-island=calendar][data-mounted]").wait_for()
    book_over_empty_time(page)
