"""Tags, fields of the business's own and a household in a browser: with the keyboard at a desk, and on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.people import PASSWORD, Machine, open_business

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.inspector import Inspector
    from tests.harness.live import Live

pytestmark = pytest.mark.e2e

HOUSE = "tidy-gym"


def sign_in(page: Page, live: Live) -> None:
    page.goto(live.url(HOUSE, "/accounts/login/"))
    page.locator("[name=login]").fill(f"owner@{HOUSE}.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Log in")


def add_client(api: Machine, first: str, **fields: str) -> str:
    answer = api.call("POST", "clients/", {"first_name": first, "last_name": "Costa", **fields})
    assert answer.status == 201, answer.text
    return str(answer.json["id"])


def define_a_field(inspector: Inspector, live: Live) -> None:
    page = inspector.page
    page.goto(live.url(HOUSE, "/clients/fields/"))
    inspector.look("no-fields")
    for name, kind in (("Shoe size", "number"), ("Heard of us", "choice")):
        page.goto(live.url(HOUSE, "/clients/fields/add/"))
        page.locator("[name=name]").fill(name)
        page.locator("[name=kind]").select_option(kind)
        if kind == "choice":
            page.locator("[name=choices]").fill("A friend\nInstagram")
            expect(page.locator("[name=unit]")).to_be_hidden()
        else:
            page.locator("[name=unit]").fill("EU")
            expect(page.locator("[name=choices]")).to_be_hidden()
        inspector.look(f"field-{kind}")
        page.locator("[name=name]").press("Enter")
        expect(page.get_by_role("link", name=name)).to_be_visible()
    page.get_by_role("button", name="Move Heard of us up").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".list-order li").first).to_contain_text("Heard of us")
    inspector.look("fields")


def drag_the_last_to_the_top(page: Page, live: Live) -> None:
    page.goto(live.url(HOUSE, "/clients/fields/"))
    last, first = page.locator(".order-grip").last.bounding_box(), page.locator(".list-order li").first.bounding_box()
    assert last
    assert first
    page.mouse.move(last["x"] + 8, last["y"] + 8)
    page.mouse.down()
    page.mouse.move(last["x"] + 8, first["y"] + 2, steps=6)
    with page.expect_response("**/clients/fields/order/"):
        page.mouse.up()
    page.reload()
    expect(page.locator(".list-order li").first).to_contain_text("Shoe size")


def tag_by_keyboard(inspector: Inspector) -> None:
    page = inspector.page
    page.locator(".tag-add summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Morning, Knee")
    page.keyboard.press("Enter")
    expect(page.locator("#client-tags li")).to_have_text(["Knee", "Morning"])
    expect(page.locator("#new-tag")).to_be_focused()
    inspector.look("tagged")
    page.reload()  # what looks at a page leaves attributes on it that a swap would carry over
    page.get_by_role("button", name="Remove Knee").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#client-tags li")).to_have_text(["Morning"])


def add_a_guardian(inspector: Inspector) -> None:
    page = inspector.page
    page.get_by_role("link", name="Change", exact=True).click()
    page.locator("[name=find]").first.fill("ines")
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="Ines Costa")).to_be_checked()
    inspector.look("household")
    page.get_by_role("button", name="Add", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".list-people")).to_contain_text("Primary guardian")


def answer_the_field(inspector: Inspector, live: Live, client: str) -> None:
    page = inspector.page
    page.goto(live.url(HOUSE, f"/clients/{client}/edit/"))
    page.get_by_label("Shoe size").fill("many")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("“many” is no number.")).to_be_visible()
    inspector.look("field-refused")
    page.get_by_label("Shoe size").fill("43.5")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("43.5 EU", exact=True)).to_be_visible()


def test_tags_fields_and_a_household(inspector: Inspector, live: Live) -> None:
    api = open_business(live, HOUSE, "Tidy Gym")
    child = add_client(api, "Rui", date_of_birth="2014-03-01")
    add_client(api, "Ines", email="ines@mail.example")
    page = inspector.page
    sign_in(page, live)
    define_a_field(inspector, live)
    drag_the_last_to_the_top(page, live)
    page.goto(live.url(HOUSE, f"/clients/{child}/"))
    tag_by_keyboard(inspector)
    add_a_guardian(inspector)
    answer_the_field(inspector, live, child)
    for name, path in (
        ("profile", f"{child}/"),
        ("edit", f"{child}/edit/"),
        ("household-again", f"{child}/household/?find=ines"),
        ("tags", "tags/"),
    ):
        page.goto(live.url(HOUSE, f"/clients/{path}"))
        inspector.look(name)
