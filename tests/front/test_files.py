"""A chosen picture is shown, and a file on its way says how far it is and how it ended."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.front.windows import Visit

pytestmark = pytest.mark.e2e

PNG = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
CSV: Any = {"name": "clients.csv", "mimeType": "text/csv", "buffer": b"first_name\nMara\n"}


def test_a_photo_is_shown_before_it_is_sent(visit: Callable[..., Visit]) -> None:
    window = visit()
    page = window.open("style-light")
    picture = page.locator(".file-drop-photo img[data-file-preview]")
    assert picture.is_hidden()
    photo: Any = {"name": "mara.png", "mimeType": "image/png", "buffer": PNG}
    broken: Any = {**photo, "buffer": b"no picture"}
    page.locator("#id_light-photo").set_input_files(photo)
    expect(page.locator("img[data-file-preview]")).to_have_js_property("naturalWidth", 1)
    assert picture.is_visible()
    page.locator("#id_light-photo").set_input_files(broken)
    page.locator(".file-drop-photo img[data-file-preview][hidden]").wait_for(state="attached")
    assert window.posted == []


def test_an_upload_that_broke_off_says_so_and_can_be_sent_again(visit: Callable[..., Visit]) -> None:
    window = visit()
    window.answers["/style/"] = (500, "")
    page = window.open("style-light")
    page.locator("form[data-island=upload][data-mounted]").wait_for()
    page.locator("#id_light-file").set_input_files(CSV)
    send = page.get_by_role("button", name="Send the file")
    send.click()
    page.locator("[data-file-progress] output", has_text="The upload broke off.").wait_for()
    expect(page.locator("form[data-island=upload][aria-busy]")).to_have_count(0)
    assert send.get_attribute("aria-busy") is None
    send.click()
    page.wait_for_timeout(200)
    assert len(window.posted) == 2
    assert page.url.endswith("style-light.html")


def test_an_upload_opens_the_page_it_is_led_to(visit: Callable[..., Visit]) -> None:
    window = visit()
    window.answers["/style/"] = (200, "<!doctype html><title>Done</title>")
    page = window.open("style-light")
    page.locator("form[data-island=upload][data-mounted]").wait_for()
    page.locator("#id_light-file").set_input_files(CSV)
    page.get_by_role("button", name="Send the file").click()
    page.wait_for_url("**/style/")
    assert len(window.posted) == 1


def test_an_upload_that_is_refused_shows_the_page_with_its_errors(visit: Callable[..., Visit]) -> None:
    window = visit()
    window.answers["/style/"] = (422, "<main><p role='alert'>Row 3 has no name.</p></main>")
    page = window.open("style-light")
    page.locator("form[data-island=upload][data-mounted]").wait_for()
    page.locator("#id_light-file").set_input_files(CSV)
    page.get_by_role("button", name="Send the file").click()
    page.get_by_role("alert").filter(has_text="Row 3 has no name.").wait_for()
