"""The main job in a browser: from signing up to a completed hour, and out again."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.e2e.sheets import client_sheet

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.e2e.inspector import Inspector
    from tests.harness.live import Live

pytestmark = pytest.mark.e2e

OWNER, TRAINER = "nora@iron-temple.example", "theo@iron-temple.example"
PASSWORD = "lift the heavy things slowly"


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def sign_up(inspector: Inspector, live: Live) -> None:
    page = inspector.page
    page.goto(live.url(path="/signup/"))
    for name, value in {
        "business_name": "Iron Temple",
        "subdomain": "iron-temple",
        "owner_name": "Nora Lind",
        "email": OWNER,
        "password": PASSWORD,
    }.items():
        page.locator(f"[name={name}]").fill(value)
    inspector.look("sign-up-filled")
    press(page, "Create studio")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Check your mail")
    inspector.look("check-your-mail")
    page.goto(live.link_to(OWNER, "/accounts/confirm/"))
    expect(page).to_have_url(re.compile(r"//iron-temple\."))
    inspector.look("welcome")


def invite_and_accept(inspector: Inspector, live: Live) -> None:
    page = inspector.page
    page.goto(live.url("iron-temple", "/team/invitations/"))
    page.locator("[name=email]").fill(TRAINER)
    page.locator("[name=full_name]").fill("Theo Brandt")
    inspector.look("invite")
    press(page, "Send the invitation")
    inspector.look("team")
    assert inspector.page.context.browser is not None
    other = inspector.page.context.browser.new_context()
    try:
        visitor = other.new_page()
        visitor.goto(live.link_to(TRAINER, "/accounts/invitation/"))
        visitor.locator("[name=password]").fill("another long sentence 42")
        press(visitor, "Join the team")
        expect(visitor).to_have_url(re.compile(r"//iron-temple\.[^/]+/(?!accounts/)"))
    finally:
        other.close()


def add_client(inspector: Inspector, live: Live) -> None:
    page = inspector.page
    page.goto(live.url("iron-temple", "/clients/add/"))
    page.locator("[name=first_name]").fill("Mara")
    page.locator("[name=last_name]").fill("Okafor")
    page.locator("[name=email]").fill("mara@mail.example")
    page.locator("[name=phone_number]").fill("+44 7946 012345")
    inspector.look("add-client")
    press(page, "Add now, finish later")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mara Okafor")
    inspector.look("client")


def import_clients(inspector: Inspector, live: Live, sheet: Path) -> None:
    page = inspector.page
    page.goto(live.url("iron-temple", "/clients/import/"))
    page.locator("[name=file]").set_input_files(sheet)
    inspector.look("import-upload")
    press(page, "Upload and check")
    expect(page.get_by_text("Ready to come in")).to_be_visible(timeout=20_000)
    inspector.look("import-checked")
    page.locator("form[action$='/run/'] button[type=submit]").first.click()
    expect(page.locator("dt", has_text="Imported")).to_be_visible(timeout=20_000)
    page.wait_for_load_state("networkidle")
    inspector.look("import-done")


def find_client(inspector: Inspector, live: Live) -> None:
    page = inspector.page
    page.goto(live.url("iron-temple", "/clients/"))
    inspector.look("clients")
    page.locator("#search [type=search]").fill("okaf")
    rows = page.locator("#clients-rows tbody tr")
    expect(rows).to_have_count(1)
    inspector.look("clients-found")
    rows.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mara Okafor")


def book(page: Page, live: Live, time: str) -> None:
    page.goto(live.url("iron-temple", "/sessions/new/"))
    page.locator("[name=find]").fill("okaf")
    page.get_by_role("checkbox", name="Mara Okafor").check()
    # Said, because late in the day the form offers tomorrow.
    page.locator("[name=date]").fill(datetime.now(ZoneInfo("Europe/London")).date().isoformat())
    page.locator("[name=time]").fill(time)
    page.locator("[name=title]").fill("Lower strength")
    press(page, "Book session")


def run_session(inspector: Inspector, live: Live) -> None:
    page = inspector.page
    book(page, live, "23:10")
    page.wait_for_load_state("networkidle")
    inspector.look("booked")
    book(page, live, "23:20")
    expect(page.get_by_text("Next free times")).to_be_visible()
    inspector.look("clash")
    page.goto(live.url("iron-temple", "/calendar/"))
    inspector.look("calendar")
    page.locator("a[href*='/sessions/']").filter(has_text="Mara").first.click()
    page.get_by_role("link", name="Open the session").click()
    press(page, "Start")
    page.locator("[name=notes]").fill("Three sets of five, last one slow.")
    inspector.look("session-running")
    press(page, "Complete")
    expect(page.get_by_role("main").get_by_text("Completed").first).to_be_visible()
    inspector.look("session-completed")


def see_what_happened(inspector: Inspector, live: Live) -> None:
    page = inspector.page
    page.goto(live.url("iron-temple"))
    inspector.look("today")
    page.goto(live.url("iron-temple", "/clients/?search=okaf"))
    page.locator("#clients-rows tbody tr").get_by_role("link").first.click()
    page.wait_for_load_state("networkidle")
    expect(page.locator(".timeline").first).to_contain_text("ompleted")
    inspector.look("client-timeline")


def sign_out_everywhere(inspector: Inspector, live: Live) -> None:
    page = inspector.page
    page.goto(live.url("iron-temple", "/account/"))
    inspector.look("account")
    page.get_by_role("link", name="Browsers and apps").click()
    inspector.look("sign-ins")
    press(page, "Sign out everywhere")
    confirm = page.get_by_role("alertdialog").get_by_role("button", name="Sign out everywhere")
    confirm.click()
    page.wait_for_url(re.compile("/accounts/login/"))
    page.goto(live.url("iron-temple", "/clients/"))
    expect(page).to_have_url(re.compile("/accounts/login/"))
    inspector.look("log-in")


def test_main_job(inspector: Inspector, live: Live, tmp_path: Path) -> None:
    sign_up(inspector, live)
    invite_and_accept(inspector, live)
    add_client(inspector, live)
    import_clients(inspector, live, client_sheet(tmp_path))
    find_client(inspector, live)
    run_session(inspector, live)
    see_what_happened(inspector, live)
    sign_out_everywhere(inspector, live)
