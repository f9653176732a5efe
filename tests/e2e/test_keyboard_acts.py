"""Every act on clients with the keyboard alone: one person, one sign-in, no mouse."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from apps.clients.questionnaire import CURRENT
from tests.e2e.keys import Keys
from tests.e2e.people import PASSWORD, open_business
from tests.factories.pictures import picture

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.inspector import Inspector
    from tests.e2e.people import Machine
    from tests.harness.live import Live

pytestmark = pytest.mark.e2e

HOUSE = "keys-gym"
DIALOG = "dialog[open]"


def furnish(api: Machine) -> None:
    """Two who are one, and something to agree to."""
    for name, email in (("Anna", "anna@keys.example"), ("Ann", "ann@keys.example")):
        body = {"first_name": name, "last_name": "Berg", "email": email, "phone": "+447400122601"}
        assert api.call("POST", "clients/", {**body, "goal": "Marathon", "allow_duplicate": True}).status == 201
    document = {"kind": "agreement", "title": "Waiver", "text": "At my own risk.", "is_required": True}
    assert api.call("POST", "documents/", document).status == 201


def sign_in(keys: Keys, login: str, email: str, password: str) -> None:
    keys.page.goto(login)
    keys.write("E-mail", email)
    keys.write("Password", password)
    keys.press("Enter")
    keys.is_on("Welcome to Keys Gym")


def by_palette(keys: Keys, words: str, heading: str) -> None:
    keys.press("Control+k")
    keys.type(words)
    keys.press("Enter")  # before the answer is here
    keys.is_on(heading)


def add(keys: Keys) -> None:
    keys.press("n")
    keys.go("Client", ".menu-list")
    keys.is_on("Add client")
    keys.write("First name", "Cleo")
    keys.write("Last name", "Keys")
    keys.write("E-mail", "cleo@keys.example")
    keys.tick("Has no phone")
    keys.write("Goal", "Handstand")
    keys.go("Add and continue")
    keys.is_on("Emergency and goals")


def take_in(keys: Keys) -> None:
    keys.write("Emergency contact", "Nils")
    keys.go("Continue")
    keys.is_on("Health")
    for question in CURRENT.questions:
        keys.tab("Yes", f"fieldset:has([name={question.key}])")
        keys.press("Space", "ArrowRight")
    keys.go("Continue")
    keys.is_on("Measures")
    keys.go("Continue")
    keys.is_on("Consents")
    keys.tick("I have read this and agree")
    keys.write("Full name, as a signature", "Cleo Keys")
    keys.go("Continue")
    keys.is_on("Check and finish")
    keys.go("Finish")
    keys.is_on("Cleo Keys")


def edit(keys: Keys) -> None:
    keys.press("e")
    keys.is_on("Edit client")
    keys.tab("Goal")
    keys.press("Control+a")
    keys.type("Planche")
    keys.go("Save")
    keys.is_on("Cleo Keys")


def tag(keys: Keys) -> None:
    keys.go("Tag", ".client-tags")
    keys.write("Tag", "Morning", ".client-tags form")
    keys.press("Enter")
    keys.tab("Remove Morning")


def write_down(keys: Keys) -> None:
    keys.go("Note", ".composer")
    keys.write("Note", "Counts in German", DIALOG)
    keys.tick("Pin it", DIALOG)
    keys.go("Keep the note", DIALOG)
    expect(keys.page.get_by_text("Counts in German")).to_have_count(2)
    keys.go("Call", ".composer")
    keys.write("What was said", "Asks for Friday", DIALOG)
    keys.go("Log it", DIALOG)
    keys.sees("Asks for Friday")


def choose_photo(keys: Keys, file: Path) -> None:
    keys.go("Photo")
    keys.is_on("Photo")
    keys.choose_file("Photo", file)
    keys.go("Use this photo")
    keys.is_on("Cleo Keys")


def take_an_edit_back(keys: Keys) -> None:
    keys.go("More", "main")
    keys.go("History", ".menu-list")
    keys.is_on("History")
    keys.go("Take back")
    keys.is_on("Take an edit back")
    keys.go("Take back")
    keys.is_on("History")
    keys.sees("Taken back.")
    by_palette(keys, "Cleo", "Cleo Keys")
    keys.sees("Handstand")


def archive_and_restore(keys: Keys) -> None:
    by_palette(keys, "Cleo", "Cleo Keys")
    keys.go("More", "main")
    keys.go("Archive", ".menu-list")
    keys.go("Archive", DIALOG)
    keys.is_on("Clients")
    keys.go("Undo")
    keys.is_on("Cleo Keys")
    expect(keys.page.locator(".page-head").get_by_text("Archived")).to_have_count(0)


def narrow_sort_keep(keys: Keys) -> None:
    by_palette(keys, "Clients", "Clients")
    keys.go("Client since", "thead")
    expect(keys.page).to_have_url(re.compile("ordering=member_since"))
    keys.go("Add filter")
    expect(keys.page.get_by_label("Goal contains")).to_be_visible(timeout=30_000)
    keys.write("Goal contains", "marathon", ".filter-form")
    keys.press("Enter")
    expect(keys.page.locator("[data-row-check]")).to_have_count(2)
    keys.go("Save view")
    keys.write("Name of the view", "Runners")
    keys.press("Enter")
    expect(keys.page.get_by_role("link", name="Runners")).to_be_visible()


def act_on_both_and_undo(keys: Keys) -> None:
    keys.press("j", "x", "j", "x")
    expect(keys.page.locator("[data-bulk] output")).to_have_text("2 selected")
    keys.go("Set status", "[data-bulk]")
    keys.tab("Set status", f"{DIALOG} .field")
    keys.type("Inactive")
    keys.go("Set status", f"{DIALOG} .dialog-actions")
    keys.sees("2 clients have another status.")
    keys.go("Undo")
    keys.go("Undo", DIALOG)
    keys.sees("2 clients are as before.")


def write_to_both(keys: Keys) -> None:
    by_palette(keys, "Clients", "Clients")
    keys.tick("Select all on this page")
    keys.go("Message", "[data-bulk]")
    keys.write("Subject", "Hi {first_name}")
    keys.write("Text", "See you soon.")
    keys.go("Look at it")
    keys.is_on("Look at the message")
    keys.go("Send to 3 clients")
    keys.sees("3 clients got it.")


def merge_and_part(keys: Keys) -> None:
    by_palette(keys, "Possible duplicates", "Possible duplicates")
    keys.go("Look again")
    expect(keys.page.get_by_role("link", name="Compare and merge")).to_be_visible(timeout=30_000)
    keys.go("Compare and merge")
    keys.is_on("Merge two clients")
    keys.go("Merge", "main")
    keys.is_on(re.compile("Berg"))
    keys.go("More", "main")
    keys.go("History", ".menu-list")
    keys.go("Undo the merge")
    keys.sees("They are two clients again.")


def begin_an_import(keys: Keys, file: Path) -> None:
    by_palette(keys, "Clients", "Clients")
    keys.go("Import", "main")
    keys.is_on("Import clients")
    keys.choose_file("CSV file", file)
    keys.go("Upload and check")
    keys.go("Import 1 client")
    keys.sees("1 client")


def test_every_act(inspector: Inspector, live: Live, tmp_path: Path) -> None:
    furnish(open_business(live, HOUSE, "Keys Gym"))
    photo, table = tmp_path / "cleo.jpg", tmp_path / "more.csv"
    photo.write_bytes(picture())
    table.write_text("First name,E-mail\nMika,mika@keys.example\n")
    keys = Keys(inspector.page)
    sign_in(keys, live.url(HOUSE, "/accounts/login/"), f"owner@{HOUSE}.example", PASSWORD)
    for step in (add, take_in, edit, take_an_edit_back, tag, write_down):
        step(keys)
    choose_photo(keys, photo)
    for step in (archive_and_restore, narrow_sort_keep, act_on_both_and_undo):
        step(keys)
    write_to_both(keys)
    merge_and_part(keys)
    begin_an_import(keys, table)
