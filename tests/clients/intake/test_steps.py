"""The intake on the team's pages and the client's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from apps.accounts.roles import Role
from apps.clients.models import Client, Consent, ConsentDocument, Goal, Intake, Screening
from apps.clients.services.intake import add_document
from apps.common.ids import uuid7
from tests.clients.intake.answers import ALL_NO, BACK
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.counting import AssertQueries
    from tests.harness.people import ClientFor


@pytest.fixture
def anna(owner: User) -> Client:
    return ClientFactory(first_name="Anna", last_name="Berg")


@pytest.fixture
def waiver(owner: User) -> ConsentDocument:
    return add_document(by=owner, kind="agreement", title="Waiver", text="I train at my own risk.", is_required=True)


def agree(document: ConsentDocument) -> str:
    version = document.versions.order_by("-number").first()
    assert version is not None
    return f"agree_{version.pk.hex}"


def test_adding_goes_on_with_the_intake_or_leaves_it(owner: User, client_for: ClientFor) -> None:
    browser = client_for(owner)
    sent = {"first_name": "Mara", "email": "mara@mail.example", "no_phone": "on", "status": "active"}
    answer = browser.post("/clients/add/", sent | {"key": str(uuid7()), "go": "on"})
    assert answer["Location"] == f"/clients/{Client.objects.get().pk}/intake/"
    assert browser.get(answer["Location"])["Location"].endswith("/intake/contact/")


def test_having_none_is_said_and_not_forgotten(owner: User, client_for: ClientFor) -> None:
    page = client_for(owner).post("/clients/add/", {"first_name": "Mara", "status": "active", "key": str(uuid7())})
    assert page.status_code == 422
    assert "Give an e-mail, or say that they have none." in page.text
    assert "Give a phone, or say that they have none." in page.text
    assert not Client.objects.exists()


def test_every_step_is_kept_and_sending_twice_changes_nothing(
    owner: User, anna: Client, waiver: ConsentDocument, client_for: ClientFor
) -> None:
    browser, base = client_for(owner), f"/clients/{anna.pk}/intake/"
    contact = {
        "emergency_name": "Nils",
        "emergency_phone": "07400 122603",
        "emergency_relation": "Brother",
        "goal": "Stronger back",
        "goal_kind": "strength",
        "goal_text": "Deadlift",
        "goal_target": "100",
        "goal_unit": "kg",
        "goal_key": str(uuid7()),
    }
    steps: list[tuple[str, dict[str, Any], str]] = [
        ("contact", contact, "health"),
        ("health", BACK, "measures"),
        ("measures", {"weight": "81,7", "height": "178", "measured_on": "2026-01-05"}, "consents"),
        ("consents", {agree(waiver): "on", "signed_name": "Anna Berg"}, "finish"),
    ]
    for step, data, following in steps * 2:
        answer = browser.post(f"{base}{step}/", data)
        assert (answer.status_code, answer.get("Location")) == (302, f"{base}{following}/"), step
    assert browser.post(f"{base}finish/")["Location"] == f"/clients/{anna.pk}/"

    anna.refresh_from_db()
    assert (anna.emergency_phone, anna.goal) == ("+447400122603", "Stronger back")
    assert [(goal.text, goal.target, goal.unit) for goal in Goal.objects.all()] == [("Deadlift", 100_000, "kg")]
    assert Screening.objects.get().flags == ["joints"]
    intake = Intake.objects.get()
    assert (intake.measures, intake.finished_way) == ({"weight": 81_700, "height": 1_780}, "staff")
    assert Consent.objects.get().signed_name == "Anna Berg"


@pytest.mark.parametrize(
    ("step", "data", "words"),
    [
        ("health", ALL_NO | {"joints": "yes"}, "Answer yes or no."),
        ("measures", {"weight": "8170"}, "Between 20\N{NO-BREAK SPACE}kg and 400\N{NO-BREAK SPACE}kg, please."),
        ("measures", {"weight": "heavy"}, "“heavy” is no number."),
        ("contact", {"emergency_phone": "12"}, "too short"),
        ("contact", {"goal_target": "100"}, "Say what the goal is."),
        ("contact", {"goal_text": "Run", "goal_target": "5"}, "Say in which unit."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(
    owner: User, anna: Client, client_for: ClientFor, step: str, data: dict[str, str], words: str
) -> None:
    page = client_for(owner).post(f"/clients/{anna.pk}/intake/{step}/", data)
    assert page.status_code == 422
    assert words in page.text
    assert not Intake.objects.exists()
    assert not Goal.objects.exists()


def test_the_front_desk_sees_the_word_and_no_answers(
    owner: User, front_desk: User, anna: Client, client_for: ClientFor
) -> None:
    client_for(owner).post(f"/clients/{anna.pk}/intake/health/", BACK | {"chest_pain": "yes"})
    desk = client_for(front_desk)
    page = desk.get(f"/clients/{anna.pk}/").text
    assert "Needs a doctor’s clearance" in page
    assert "Chest pain" not in page
    assert "Chest pain" in client_for(owner).get(f"/clients/{anna.pk}/").text
    panel = desk.get(f"/clients/{anna.pk}/intake-panel/").text
    assert "Needs a doctor’s clearance" in panel
    assert "Chest pain" not in panel
    assert desk.get(f"/clients/{anna.pk}/health/").status_code == 403
    for step in ("health", "measures"):
        assert desk.get(f"/clients/{anna.pk}/intake/{step}/").status_code == 404
        assert desk.post(f"/clients/{anna.pk}/intake/{step}/", ALL_NO).status_code == 404
    assert "Measures" not in desk.get(f"/clients/{anna.pk}/intake/contact/").text


def test_clients_fill_in_their_own_and_withdraw(
    owner: User, anna: Client, waiver: ConsentDocument, client_for: ClientFor
) -> None:
    user = UserFactory(role=Role.CLIENT)
    Client.objects.filter(pk=anna.pk).update(user=user)
    browser = client_for(user)
    page = browser.post("/clients/me/intake/finish/")
    assert page.status_code == 422
    assert "Please agree to: Waiver." in page.text
    browser.post("/clients/me/intake/health/", ALL_NO)
    browser.post("/clients/me/intake/consents/", {agree(waiver): "on", "signed_name": "Anna Berg"})
    assert browser.post("/clients/me/intake/finish/").status_code == 302
    consent = Consent.objects.get()
    assert (consent.way, Intake.objects.get().finished_way, Screening.objects.get().way) == ("own", "own", "own")
    browser.post(f"/clients/me/consents/{consent.pk}/withdrawal/")
    consent.refresh_from_db()
    assert (consent.withdrawn_way, consent.withdrawn_by) == ("own", user)


def test_another_client_cannot_withdraw_mine(
    owner: User, anna: Client, waiver: ConsentDocument, client_for: ClientFor
) -> None:
    client_for(owner).post(f"/clients/{anna.pk}/consents/", {agree(waiver): "on", "signed_name": "Anna"})
    user = UserFactory(role=Role.CLIENT)
    ClientFactory(user=user)
    client_for(user).post(f"/clients/me/consents/{Consent.objects.get().pk}/withdrawal/")
    assert Consent.objects.get().withdrawn_at is None


@pytest.mark.parametrize(
    "path",
    [
        "",
        "intake-panel/",
        "intake/contact/",
        "intake/health/",
        "intake/consents/",
        "intake/finish/",
        "health/",
        "consents/",
        "goals/",
    ],
)
def test_query_budgets(
    owner: User, anna: Client, waiver: ConsentDocument, client_for: ClientFor, assert_queries: AssertQueries, path: str
) -> None:
    browser = client_for(owner)
    browser.post(f"/clients/{anna.pk}/intake/health/", BACK)
    with assert_queries(f"GET /clients/<client>/{path or ', screened'}"):
        assert browser.get(f"/clients/{anna.pk}/{path}").status_code == 200
