"""A photo on a phone: chosen, seen before it is sent, made, shown on the profile and in the list, removed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.e2e.inspector import PHONE
from tests.e2e.people import PASSWORD, open_business
from tests.factories.pictures import picture, with_place

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.e2e.inspector import Inspector
    from tests.harness.live import Live

pytestmark = pytest.mark.e2e
GYM = "photo-gym"


def file_of(content: bytes, name: str = "me.jpg") -> Any:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def is_drawn(image: Locator) -> None:
    expect(image).to_be_visible(timeout=20_000)
    image.scroll_into_view_if_needed()
    expect(image).to_have_js_property("complete", True)
    expect(image).not_to_have_js_property("naturalWidth", 0)


def test_a_photo_from_a_phone(inspector: Inspector, live: Live) -> None:
    owner, page = open_business(live, GYM, "Photo Gym"), inspector.page
    added = owner.call("POST", "clients/", {"first_name": "Mara", "last_name": "Okafor"})
    profile = live.url(GYM, f"/clients/{added.json['id']}/")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type] # a plain dict of the two numbers
    page.goto(live.url(GYM, "/accounts/login/"))
    page.get_by_label("E-mail").fill(f"owner@{GYM}.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto(profile)
    page.get_by_role("link", name="Photo", exact=True).click()
    inspector.look("choose")

    page.locator("[name=photo]").set_input_files(file_of(b"%PDF-1.7 not a photo"))
    page.get_by_role("button", name="Use this photo").click()
    expect(page.get_by_text("Choose a JPEG, PNG, WebP or HEIC photo")).to_be_visible()
    inspector.look("refused")

    page.locator("[name=photo]").set_input_files(file_of(with_place(size=(1200, 900))))
    preview = page.locator("img[data-file-preview]")
    expect(preview).to_be_visible()
    expect(preview).to_have_attribute("src", re.compile("^blob:"))
    inspector.look("preview")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type] # as above
    page.get_by_role("button", name="Use this photo").click()
    expect(page).to_have_url(profile)
    is_drawn(page.locator("main .page-head .avatar img"))
    inspector.look("profile")

    page.goto(live.url(GYM, "/clients/"))
    is_drawn(page.locator("#clients-rows .avatar img"))

    page.goto(profile)
    page.get_by_role("link", name="Photo", exact=True).click()
    page.get_by_role("button", name="Remove photo").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Remove photo").click()
    expect(page).to_have_url(profile)
    expect(page.locator("main .page-head .avatar img")).to_have_count(0)


def test_ones_own_photo(inspector: Inspector, live: Live) -> None:
    owner, page = open_business(live, "own-photo-gym", "Own Photo Gym"), inspector.page
    assert owner.token
    page.goto(live.url("own-photo-gym", "/accounts/login/"))
    page.get_by_label("E-mail").fill("owner@own-photo-gym.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto(live.url("own-photo-gym", "/account/photo/"))
    page.locator("[name=photo]").set_input_files(file_of(picture("HEIF"), "me.heic"))
    page.get_by_role("button", name="Use this photo").click()
    expect(page).to_have_url(live.url("own-photo-gym", "/account/"))
    is_drawn(page.locator("main .page-head .avatar img"))
    expect(page.locator(".me .avatar img").first).to_be_visible()
    inspector.look("account")
