"""Intakes over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apps.clients.models import Client, Consent, Goal, IntakeLink, Screening
from tests.clients.intake.answers import ALL_NO, BACK, NEEDS_DOCTOR
from tests.factories.clients import ClientFactory

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.people import ApiFor


@pytest.fixture
def anna(owner: User) -> Client:
    return ClientFactory(first_name="Anna")


def base(client: Client) -> str:
    return f"/api/v1/clients/{client.pk}/"


def test_a_screening_is_answered_and_decided(owner: User, front_desk: User, anna: Client, api_for: ApiFor) -> None:
    api, url = api_for(owner), f"{base(anna)}screening/"
    assert api.get(url).status_code == 404
    made = api.post(url, {"answers": NEEDS_DOCTOR}, format="json")
    assert (made.status_code, made.json()["clearance"], made.json()["flags"]) == (201, "needed", ["Chest pain"])
    stale = api.patch(url, {"state": "declined", "note": "x"}, format="json", headers={"If-Match": '"v7"'})
    assert stale.status_code == 412
    decided = api.patch(
        url,
        {"state": "cleared", "note": "Dr Wells", "cleared_on": "2026-01-05"},
        format="json",
        headers={"If-Match": made["ETag"]},
    )
    assert (decided.status_code, decided.json()["clearance"]) == (200, "cleared")
    desk = api_for(front_desk)
    assert desk.get(f"{base(anna)}clearance/").json() == {"clearance": "cleared", "is_due": False}
    assert desk.get(url).status_code == 403
    assert desk.get(f"{base(anna)}starting-measures/").status_code == 403


def test_gaps_are_said_by_question(owner: User, anna: Client, api_for: ApiFor) -> None:
    given = {key: value for key, value in ALL_NO.items() if key != "heart"}
    answer = api_for(owner).post(f"{base(anna)}screening/", {"answers": given}, format="json")
    assert (answer.status_code, answer.json()["errors"]) == (400, {"heart": ["Answer yes or no."]})
    assert not Screening.objects.exists()


def test_goals(owner: User, anna: Client, api_for: ApiFor) -> None:
    api, url = api_for(owner), f"{base(anna)}goals/"
    made = api.post(url, {"kind": "weight", "text": "Lighter", "target": "165", "unit": "lb"}, format="json")
    assert (made.status_code, made.json()["target"], made.json()["target_words"]) == (201, 74_843, "165\xa0lb")
    one = f"{url}{made.json()['id']}/"
    ended = api.patch(one, {"state": "achieved"}, format="json", headers={"If-Match": made["ETag"]})
    assert (ended.status_code, ended.json()["state"]) == (200, "achieved")
    assert api.patch(one, {"state": "abandoned"}, format="json").status_code == 409
    assert api.patch(one, {"state": "active"}, format="json", headers={"If-Match": made["ETag"]}).status_code == 412
    assert [row["text"] for row in api.get(url).json()] == ["Lighter"]
    other = ClientFactory()
    assert (
        api.patch(f"{base(other)}goals/{Goal.objects.get().pk}/", {"state": "active"}, format="json").status_code == 404
    )


def test_starting_measures(owner: User, anna: Client, api_for: ApiFor) -> None:
    api, url = api_for(owner), f"{base(anna)}starting-measures/"
    body = {"measured_on": "2026-01-05", "values": {"weight": 81_700, "height": 1_780}}
    assert api.patch(url, body, format="json").json() == body
    assert api.patch(url, {"values": {"height": None}}, format="json").json()["values"] == {"weight": 81_700}
    wrong = api.patch(url, {"values": {"weight": 5, "ears": 2}}, format="json")
    assert set(wrong.json()["errors"]) == {"weight", "ears"}


def test_consents_and_versions(owner: User, manager: User, trainer: User, anna: Client, api_for: ApiFor) -> None:
    api = api_for(owner)
    words = {"kind": "privacy", "title": "Privacy", "text": "First words", "is_required": True}
    document = api.post("/api/v1/documents/", words, format="json")
    assert document.status_code == 201
    assert api_for(trainer).post("/api/v1/documents/", words, format="json").status_code == 403
    url, first = f"{base(anna)}consents/", document.json()["newest"]
    for _ in range(2):
        given = api.post(url, {"versions": [first], "signed_name": "Anna Berg", "on_paper": True}, format="json")
        assert given.status_code == 201
    assert [(one.way, one.signed_name) for one in Consent.objects.all()] == [("paper", "Anna Berg")]

    changed = api_for(manager).put(
        f"/api/v1/documents/{document.json()['id']}/",
        words | {"text": "Other words"},
        format="json",
        headers={"If-Match": document["ETag"]},
    )
    assert changed.status_code == 200
    assert changed.json()["newest"] != first
    late = api.post(url, {"versions": [first], "signed_name": "Anna Berg"}, format="json")
    assert (late.status_code, list(late.json()["errors"])) == (400, ["consents"])
    again = api.post(url, {"versions": [changed.json()["newest"]], "signed_name": "Anna Berg"}, format="json")
    assert again.status_code == 201
    assert [row["number"] for row in api.get(url).json()] == [2, 1]
    withdrawal = f"{url}{again.json()[0]['id']}/withdrawal/"
    assert api.post(withdrawal).json()["withdrawn_way"] == "staff"
    assert api.post(withdrawal).status_code == 409
    assert Consent.objects.count() == 2


def test_the_link_and_the_end(owner: User, anna: Client, api_for: ApiFor) -> None:
    api, url = api_for(owner), f"{base(anna)}intake-link/"
    assert api.get(url).status_code == 404
    sent = api.post(url)
    assert (sent.status_code, sent.json()["is_open"], sent.json()["email"]) == (201, True, anna.email)
    assert "token" not in str(sent.json())
    assert api.delete(url).status_code == 204
    assert not IntakeLink.objects.get().is_open
    api.post(f"{base(anna)}screening/", {"answers": BACK}, format="json")
    done = api.post(f"{base(anna)}intake/").json()
    assert set(done["steps"]) == {"health", "finish"}
    assert api.post(f"{base(anna)}intake/").json() == done
