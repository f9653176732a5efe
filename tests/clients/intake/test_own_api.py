"""A client's own intake over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apps.clients.models import Client, Consent, Screening
from apps.clients.services.custom.fields import add_field
from apps.clients.services.intake import Filler, add_document, add_goal, give_consents
from tests.clients.intake.answers import ALL_NO
from tests.factories.clients import ClientFactory

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.people import ApiFor, Machine

ME = "/api/v1/me/"


@pytest.fixture
def anna(owner: User, client_user: User) -> Client:
    return ClientFactory(first_name="Anna", user=client_user)


@pytest.fixture
def api(api_for: ApiFor, client_user: User, anna: Client) -> Machine:
    return api_for(client_user)


def test_the_whole_way(owner: User, anna: Client, api: Machine) -> None:
    heard = add_field(by=owner, name="Heard", kind="choice", choices=["Friend"], is_required=True, on_intake=True)
    secret = add_field(by=owner, name="Secret", kind="text")
    add_document(by=owner, kind="agreement", title="Waiver", text="My own risk.", is_required=True)
    start = api.get(f"{ME}intake/").json()
    assert [field["name"] for field in start["asked"]] == ["Heard"]
    assert set(start["gaps"]) == {"details", "health", "consents"}
    assert set(api.post(f"{ME}intake/").json()["errors"]) == {"details", "health", "consents"}

    wrong = api.patch(f"{ME}intake/details/", {"custom": {heard.key: "Radio", secret.key: "x"}}, format="json")
    assert set(wrong.json()["errors"]) == {f"custom.{heard.key}", f"custom.{secret.key}"}
    kept = api.patch(f"{ME}intake/details/", {"custom": {heard.key: "Friend"}}, format="json")
    assert (kept.status_code, kept.json()["custom"]) == (200, {})
    stale = api.patch(f"{ME}intake/contact/", {"goal": "Run"}, format="json", headers={"If-Match": '"v1"'})
    assert stale.status_code == 412
    contact = api.patch(f"{ME}intake/contact/", {"goal": "Run"}, format="json", headers={"If-Match": kept["ETag"]})
    assert contact.json()["goal"] == "Run"
    assert api.post(f"{ME}screening/", {"answers": ALL_NO}, format="json").status_code == 201
    assert api.get(f"{ME}screening/").json()["clearance"] == "clear"
    assert api.patch(f"{ME}screening/", {"state": "cleared"}, format="json").status_code == 405

    (waiver,) = api.get(f"{ME}documents/").json()
    assert (waiver["title"], waiver["text"], waiver["is_missing"]) == ("Waiver", "My own risk.", True)
    agree = {"versions": [waiver["version"]], "signed_name": "Anna Berg", "on_paper": True}
    assert api.post(f"{ME}consents/", agree, format="json").status_code == 201
    done = api.post(f"{ME}intake/").json()
    assert (done["gaps"], done["finished_way"], Consent.objects.get().way) == ({}, "own", "own")
    assert api.post(f"{ME}intake/").json() == done
    anna.refresh_from_db()
    assert anna.custom == {heard.key: heard.choices[0]["key"]}

    consent = api.get(f"{ME}consents/").json()[0]["id"]
    assert api.post(f"{ME}consents/{consent}/withdrawal/").json()["withdrawn_way"] == "own"
    assert api.post(f"{ME}consents/{consent}/withdrawal/").status_code == 409


def test_nobody_elses_and_nobody_without_a_record(
    owner: User, anna: Client, api: Machine, api_for: ApiFor, trainer: User
) -> None:
    bea = ClientFactory(first_name="Bea")
    document = add_document(by=owner, kind="agreement", title="Waiver", text="Risk.", is_required=True)
    version = document.versions.get()
    give_consents(client_id=bea.pk, filler=Filler.signed_in(owner), version_ids=[version.pk], signed_name="Bea")
    assert api.get(f"{ME}consents/").json() == []
    assert api.post(f"{ME}consents/{Consent.objects.get().pk}/withdrawal/").status_code == 404
    assert api_for(trainer).post(f"{ME}screening/", {"answers": ALL_NO}, format="json").status_code == 403
    Client.objects.update(user=None)
    assert api.post(f"{ME}screening/", {"answers": ALL_NO}, format="json").status_code == 404
    assert not Screening.objects.exists()


def test_own_goals_are_ended_and_taken_up_again(owner: User, anna: Client, api: Machine) -> None:
    made = api.post(f"{ME}goals/", {"text": "Run 10 km"}, format="json")
    one = f"{ME}goals/{made.json()['id']}/"
    ended = api.patch(one, {"state": "achieved"}, format="json", headers={"If-Match": made["ETag"]})
    assert (ended.status_code, ended.json()["state"]) == (200, "achieved")
    assert api.patch(one, {"state": "abandoned"}, format="json").status_code == 409
    assert api.patch(one, {"state": "active"}, format="json", headers={"If-Match": made["ETag"]}).status_code == 412
    assert api.patch(one, {"state": "active"}, format="json").json()["state"] == "active"
    assert api.put(one, {"text": "Run 12 km"}, format="json").json()["text"] == "Run 12 km"
    bea = ClientFactory(first_name="Bea")
    theirs = add_goal(client_id=bea.pk, filler=Filler.signed_in(owner), text="Swim")
    assert api.patch(f"{ME}goals/{theirs.pk}/", {"state": "achieved"}, format="json").status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == "active"
