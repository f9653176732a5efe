"""The intake in a browser: the team by keyboard at a desk, the client over a link on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from apps.clients.questionnaire import CURRENT

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.inspector import Inspector
    from tests.harness.live import Live

pytestmark = pytest.mark.e2e

OWNER, CLIENT = "owner@intake.example", "mara@mail.example"
PASSWORD = "lift the heavy things slowly"


def sign_up(page: Page, live: Live) -> None:
    page.goto(live.url(path="/signup/"))
    for name, value in {
        "business_name": "Intake House",
        "subdomain": "intake-house",
        "owner_name": "Nora Lind",
        "email": OWNER,
        "password": PASSWORD,
    }.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("main").get_by_role("button", name="Create studio").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Check your mail")
    page.goto(live.link_to(OWNER, "/accounts/confirm/"))


def write_a_waiver(inspector: Inspector, live: Live) -> None:
    page = inspector.page
    page.goto(live.url("intake-house", "/clients/documents/add/"))
    page.locator("[name=title]").fill("Waiver")
    page.locator("[name=text]").fill("I train at my own risk.")
    page.locator("[name=is_required]").check()
    inspector.look("document")
    page.get_by_role("button", name="Save").click()
    inspector.look("documents")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def answer_by_keyboard(page: Page) -> None:
    """Say no to everything but the joints: space chooses the focused answer, an arrow the next one."""
    for question in CURRENT.questions:
        page.locator(f"#id_{question.key}_0").focus()
        press(page, "Space")
        if question.key != "joints":
            press(page, "ArrowRight")
    for key in ("joints_recent", "joints_numb"):
        page.locator(f"#id_{key}_0").focus()
        press(page, "Space", "ArrowRight")


def add_by_keyboard(inspector: Inspector, live: Live) -> None:
    page = inspector.page
    page.goto(live.url("intake-house", "/clients/add/"))
    page.locator("[name=first_name]").focus()
    page.keyboard.type("Mara")
    press(page, "Tab")
    page.keyboard.type("Okafor")
    press(page, "Tab")
    page.keyboard.type(CLIENT)
    expect(page.locator(".draft-line")).to_contain_text("Draft from")
    page.reload()
    expect(page.locator("[name=email]")).to_have_value(CLIENT)
    inspector.look("add-restored")
    page.locator("[name=phone_number]").focus()
    page.keyboard.type("07946 012345")
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Emergency and goals")
    page.locator("[name=emergency_name]").focus()
    page.keyboard.type("Nils")
    inspector.look("contact")
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Health")
    answer_by_keyboard(page)
    expect(page.locator("[name=joints_words]")).to_be_visible()
    expect(page.locator("[name=heart_words]")).to_be_hidden()
    inspector.look("health")
    page.get_by_role("button", name="Continue").focus()
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Measures")
    page.locator("[name=weight]").focus()
    page.keyboard.type("81.7")
    inspector.look("measures")
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Consents")
    inspector.look("consents")
    page.get_by_role("button", name="Save, finish later").focus()
    press(page, "Enter")
    expect(page.get_by_text("Missing: Waiver")).to_be_visible()
    inspector.look("profile")


def fill_in_on_a_phone(inspector: Inspector, live: Live) -> None:
    page = inspector.page
    page.goto(live.link_to(CLIENT, "/intake/"))
    inspector.look("door")
    page.locator("[name=answer]").fill("2345")
    page.get_by_role("button", name="Begin").click()
    for step in ("Details", "Emergency and goals"):
        expect(page.get_by_role("heading", level=1)).to_have_text(step)
        inspector.look(f"link-{step}")
        page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Health")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Answer yes or no.").first).to_be_visible()
    inspector.look("link-health-errors")
    for question in CURRENT.questions:
        page.locator(f"label[for=id_{question.key}_1]").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Measures")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("I have read this and agree").check()
    page.locator("[name=signed_name]").fill("Mara Okafor")
    inspector.look("link-consents")
    page.get_by_role("button", name="Continue").click()
    inspector.look("link-finish")
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("All done")
    inspector.look("link-over")


def test_intake(inspector: Inspector, live: Live) -> None:
    page = inspector.page
    sign_up(page, live)
    write_a_waiver(inspector, live)
    add_by_keyboard(inspector, live)
    page.get_by_role("button", name="Send the intake by e-mail").click()
    expect(page.get_by_text("is on its way")).to_be_visible()
    profile = page.url
    page.context.clear_cookies()
    page.set_viewport_size({"width": 360, "height": 740})
    fill_in_on_a_phone(inspector, live)

    page.goto(live.url("intake-house", "/accounts/login/"))
    page.locator("[name=login]").fill(OWNER)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.goto(profile)
    expect(page.get_by_text("Intake finished by the client, over their link")).to_be_visible()
    page.goto(f"{profile}health/")
    inspector.look("health-page")
    page.goto(f"{profile}consents/")
    inspector.look("consents-page")
    page.goto(f"{profile}goals/")
    inspector.look("goals-page")
