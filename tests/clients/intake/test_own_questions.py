"""Fields of the business's own in the intake that a client fills in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apps.clients.models import Client, ClientChange, CustomField, Intake
from apps.clients.services.custom.fields import add_field
from tests.clients.intake.answers import ALL_NO
from tests.factories.clients import ClientFactory

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.people import ClientFor

STEP = "/clients/me/intake/details/"


@pytest.fixture
def anna(owner: User, client_user: User) -> Client:
    return ClientFactory(first_name="Anna", user=client_user, phone=None)


@pytest.fixture
def pulse(owner: User) -> CustomField:
    return add_field(by=owner, name="Pulse", kind="number", unit="bpm", is_required=True, on_intake=True)


@pytest.fixture
def heard(owner: User) -> CustomField:
    return add_field(by=owner, name="Heard of us", kind="choice", choices=["Friend", "Web"], on_intake=True, own="see")


def test_clients_answer_what_is_marked_and_nothing_else(
    owner: User, client_user: User, anna: Client, pulse: CustomField, heard: CustomField, client_for: ClientFor
) -> None:
    shirt = add_field(by=owner, name="Shirt", kind="text", own="edit")
    browser = client_for(client_user)
    page = browser.get(STEP).text
    assert ("Pulse" in page, "Heard of us" in page, "Shirt" in page) == (True, True, False)

    wrong = browser.post(STEP, {f"custom.{pulse.key}": "fast", f"custom.{heard.key}": ""})
    assert (wrong.status_code, "“fast” is no number." in wrong.text) == (422, True)
    assert not Intake.objects.exists()

    friend = heard.choices[0]["key"]
    sent = {f"custom.{pulse.key}": "58", f"custom.{heard.key}": friend, f"custom.{shirt.key}": "M"}
    for _twice in range(2):
        assert browser.post(STEP, sent).status_code == 302
    anna.refresh_from_db()
    assert anna.custom == {pulse.key: 58, heard.key: friend}
    change = ClientChange.objects.get()
    assert (change.fields, change.by) == (
        {"custom": [{pulse.key: None, heard.key: None}, {pulse.key: 58, heard.key: friend}]},
        client_user,
    )

    again = browser.get(STEP).text
    assert f'value="{friend}" selected' in again  # the client sees this one
    assert 'value="58"' not in again  # and not that one
    assert browser.post(STEP, {f"custom.{pulse.key}": "", f"custom.{heard.key}": friend}).status_code == 302
    anna.refresh_from_db()
    assert anna.custom[pulse.key] == 58


def test_it_cannot_be_finished_without_what_is_needed(
    client_user: User, anna: Client, pulse: CustomField, client_for: ClientFor
) -> None:
    browser = client_for(client_user)
    browser.post("/clients/me/intake/health/", ALL_NO)
    page = browser.post("/clients/me/intake/finish/")
    assert (page.status_code, "Please answer: Pulse." in page.text) == (422, True)
    Client.objects.update(custom={pulse.key: 58})
    assert browser.post("/clients/me/intake/finish/").status_code == 302


def test_a_draft_keeps_the_answers(client_user: User, anna: Client, pulse: CustomField, client_for: ClientFor) -> None:
    browser = client_for(client_user)
    typed = {"draft_form": "details", "draft_thing": str(anna.pk), "draft_tab": "t", "draft_seen": "0"}
    assert browser.post("/clients/drafts/", typed | {f"custom.{pulse.key}": "61"}).status_code == 200
    assert 'value="61"' in browser.get(STEP).text
