"""What the scripts add, and that forms work without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.front.windows import Visit

pytestmark = pytest.mark.e2e


def test_a_confirmed_form_is_sent_once_and_says_so(visit: Callable[..., Visit]) -> None:
    window = visit()
    page = window.open("pieces")
    page.get_by_role("button", name="Pause").click()
    dialog = page.get_by_role("alertdialog", name="Pause 3 clients?")
    assert "Their data stays." in dialog.inner_text()
    assert dialog.get_by_role("button", name="Keep active").evaluate("element => element === document.activeElement")
    dialog.get_by_role("button", name="Pause 3 clients").click()
    page.wait_for_timeout(200)
    assert window.posted == ["confirmed=yes"]


def test_a_form_that_is_not_confirmed_is_not_sent(visit: Callable[..., Visit]) -> None:
    window = visit()
    page = window.open("pieces")
    page.get_by_role("button", name="Pause").click()
    page.keyboard.press("Escape")
    page.wait_for_timeout(100)
    assert page.get_by_role("button", name="Pause").evaluate("element => element === document.activeElement")
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Keep active").click()
    page.wait_for_timeout(100)
    assert window.posted == []


def test_without_scripts_the_form_goes_to_the_server_unconfirmed(visit: Callable[..., Visit]) -> None:
    window = visit(scripts=False)
    window.open("pieces").get_by_role("button", name="Pause").click()
    assert window.posted in ([""], [None])


def test_a_double_click_sends_one_form(visit: Callable[..., Visit]) -> None:
    window = visit()
    page = window.open("behaviour")
    page.get_by_role("button", name="Save plain").dblclick()
    page.wait_for_timeout(200)
    assert len(window.posted) == 1
    assert page.get_by_role("button", name="Save plain").get_attribute("aria-busy") == "true"


def test_htmx_sends_the_token_and_swaps_a_form_with_errors(visit: Callable[..., Visit]) -> None:
    window = visit()
    window.answers["/save/"] = (422, '<p id="answer">Name is missing</p>')
    page = window.open("behaviour")
    with page.expect_request("**/save/") as sent:
        page.get_by_role("button", name="Save by htmx").click()
    assert sent.value.headers["x-csrftoken"] == "sample"
    page.locator("#result", has_text="Name is missing").wait_for()
    expect(page.locator("[aria-busy]")).to_have_count(0)


def test_a_failed_request_is_told_in_place_and_can_be_repeated(visit: Callable[..., Visit]) -> None:
    window = visit()
    window.answers["/save/"] = (500, "<html>boom</html>")
    page = window.open("behaviour")
    page.get_by_role("button", name="Save by htmx").click()
    alert = page.get_by_role("alert").filter(has_text="Could not save. Your text is still here.")
    alert.wait_for()
    assert page.locator("#result").inner_text() == "Before"
    window.answers["/save/"] = (200, "Saved")
    alert.get_by_role("button", name="Try again").click()
    page.locator("#result", has_text="Saved").wait_for()
    assert alert.count() == 0


def test_a_toast_waits_while_it_is_looked_at(visit: Callable[..., Visit]) -> None:
    window = visit(fresh=True)
    window.page.clock.install(time="2026-01-05T08:00")
    page = window.open("toast")
    toast = page.locator("[data-toast]")
    toast.hover()
    page.clock.pause_at("2026-01-05T09:00")  # from here on no time passes but ours
    page.clock.run_for(20_000)
    assert toast.count() == 1
    page.mouse.move(0, 0)
    page.clock.run_for(7_900)
    assert toast.count() == 1
    page.clock.run_for(200)
    assert toast.count() == 0


def test_keys_move_search_and_open(visit: Callable[..., Visit]) -> None:
    page = visit().open("clients")
    focused = "document.activeElement.getAttribute('name') ?? document.activeElement.innerText"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.matches('[data-search-key]')")
    page.keyboard.type("n/j")
    assert page.locator("[data-search-key]").input_value() == "n/j"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert "Marcus Adeyemi" in page.evaluate(focused)
    page.keyboard.press("x")
    assert page.locator("[data-bulk] output").inner_text() == "2 selected"
    page.keyboard.press("n")
    assert page.evaluate(focused).strip() == "Session"
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused).strip() == "Client"
    page.keyboard.press("Escape")
    assert page.locator("details[data-new-key]").get_attribute("open") is None


def test_selecting_rows_shows_the_bar(visit: Callable[..., Visit]) -> None:
    page = visit().open("clients")
    page.get_by_label("Select all").check()
    assert page.locator("[data-bulk] output").inner_text() == "11 selected"
    page.get_by_role("button", name="Clear selection").click()
    assert page.locator("[data-bulk]").is_hidden()


def test_a_wrong_value_is_explained_under_its_field_until_it_is_right(visit: Callable[..., Visit]) -> None:
    page = visit().open("signup")
    email = page.get_by_label("Email")
    email.fill("nora")
    page.get_by_label("Password", exact=True).focus()
    assert email.get_attribute("aria-invalid") == "true"
    assert "id_email_error" in (email.get_attribute("aria-describedby") or "")
    assert page.locator("#id_email_error").is_visible()
    email.fill("nora@northside.example")
    assert page.locator("#id_email_error").count() == 0
    page.get_by_role("button", name="Create studio").click()
    assert page.evaluate("document.activeElement.name") == "password"
    assert page.locator("#id_password_error").is_visible()


def test_a_password_can_be_shown(visit: Callable[..., Visit]) -> None:
    page = visit().open("signup")
    page.get_by_role("button", name="Show").click()
    assert page.locator("#id_password").get_attribute("type") == "text"
    page.get_by_role("button", name="Hide").click()
    assert page.locator("#id_password").get_attribute("type") == "password"


def test_the_theme_changes_at_once(visit: Callable[..., Visit]) -> None:
    window = visit()
    page = window.open("behaviour")
    page.locator(".me > summary").click()
    page.locator(".me").get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert len(window.posted) == 1
    assert page.locator(".me button[value=dark]").get_attribute("aria-pressed") == "true"


def test_a_drawer_gives_the_focus_back(visit: Callable[..., Visit]) -> None:
    page = visit().open("pieces")
    page.get_by_role("button", name="Open drawer").click()
    assert page.get_by_role("dialog", name="Edit session").is_visible()
    page.mouse.click(20, 400)
    assert page.get_by_role("dialog").count() == 0
    assert page.get_by_role("button", name="Open drawer").evaluate("element => element === document.activeElement")


def test_a_dropped_file_is_named(visit: Callable[..., Visit]) -> None:
    page = visit().open("forms")
    page.locator("#id_file").set_input_files({"name": "clients.csv", "mimeType": "text/csv", "buffer": b"x" * 2500})
    assert page.locator("[data-file-words]").first.inner_text() == "clients.csv, 2.5 kB"


def test_the_more_sheet_opens_on_a_phone_without_scripts(visit: Callable[..., Visit]) -> None:
    page = visit(width=360, scripts=False).open("clients")
    page.get_by_role("button", name="More").click()
    assert page.get_by_role("link", name="Payments").is_visible()
    assert page.get_by_role("button", name="Sign out").is_visible()
