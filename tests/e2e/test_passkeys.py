"""A passkey in a real browser: made, asked for as the second step, and instead of the password."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.accounts.test_second_factor import code_of
from tests.e2e.people import PASSWORD, open_business

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.inspector import Inspector
    from tests.harness.live import Live

pytestmark = pytest.mark.e2e
GYM, OTHER = "passkey-gym", "passkey-other"


def give_a_device(page: Page) -> None:
    """Put a phone with a fingerprint reader, whose owner always agrees, into the browser."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def type_password(page: Page, live: Live) -> None:
    page.goto(live.url(GYM, "/accounts/login/"))
    page.get_by_label("E-mail").fill(f"owner@{GYM}.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def set_up_an_app(inspector: Inspector) -> None:
    page = inspector.page
    page.get_by_role("link", name="Set up an app").click()
    inspector.look("reauthenticate")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Set up an authenticator app").wait_for()
    inspector.look("app")
    page.get_by_label("Code").fill(code_of(page.locator("code").inner_text()))
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    inspector.look("recovery codes")
    page.get_by_role("link", name="I have kept them").click()


def test_a_passkey_from_first_to_last(inspector: Inspector, live: Live) -> None:
    open_business(live, GYM, "Passkey Gym")
    page = inspector.page
    give_a_device(page)
    type_password(page, live)
    page.wait_for_url(live.url(GYM, "/"))

    page.goto(live.url(GYM, "/account/sign-ins/"))
    inspector.look("sign-ins")
    page.goto(live.url(GYM, "/accounts/two-step/"))
    inspector.look("two-step")
    set_up_an_app(inspector)

    page.goto(live.url(GYM, "/accounts/two-step/passkeys/"))
    inspector.look("add passkey")
    page.get_by_label("Name of this passkey").fill("Work phone")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_text("Work phone").wait_for()
    inspector.look("two-step with passkey")

    page.context.clear_cookies()
    type_password(page, live)
    page.get_by_role("heading", name="Second step").wait_for()
    inspector.look("second step")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(live.url(GYM, "/"))

    page.context.clear_cookies()
    page.goto(live.url(GYM, "/accounts/login/"))
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(live.url(GYM, "/"))

    open_business(live, OTHER, "Other Gym")
    page.context.clear_cookies()
    page.goto(live.url(OTHER, "/accounts/login/"))
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("That did not work.").wait_for()
    inspector.look("no passkey here")
