"""The household on pages and over the API, and what a guardian's log-in shows."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.accounts.roles import Role
from apps.clients.models import Client, Relation
from apps.clients.services.households import relate
from apps.common.ids import uuid7
from apps.sessions.selectors import sessions_visible_to
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory
from tests.factories.sessions import SessionFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from apps.accounts.models import User
    from apps.sessions.models import TrainingSession
    from tests.harness.counting import AssertQueries
    from tests.harness.people import ApiFor, ClientFor

SECRETS = ("Secret plan", "Asthma", "Bill the mother", "Other Kid")


@pytest.fixture
def mother(trainer: User) -> Client:
    login = UserFactory(role=Role.CLIENT)
    return ClientFactory(first_name="Ines", last_name="Costa", trainer=trainer, user=login)


@pytest.fixture
def child(trainer: User) -> Client:
    born = timezone.localdate() - dt.timedelta(days=15 * 366)
    about = {"health_notes": "Asthma", "notes": "Bill the mother"}
    return ClientFactory(first_name="Rui", last_name="Costa", trainer=trainer, date_of_birth=born, **about)


@pytest.fixture
def family(owner: User, mother: Client, child: Client) -> Relation:
    return relate(client_id=child.pk, other_id=mother.pk, kind="guardian", pays=True, by=owner)


@pytest.fixture
def session(trainer: User, child: Client) -> TrainingSession:
    start = timezone.now() + dt.timedelta(days=1)
    others = ClientFactory(first_name="Other", last_name="Kid")
    times = {"starts_at": start, "ends_at": start + dt.timedelta(hours=1)}
    return SessionFactory(trainer=trainer, clients=[child, others], notes="Secret plan", title="Youth group", **times)


def test_added_found_changed_and_removed(owner: User, mother: Client, child: Client, client_for: ClientFor) -> None:
    browser, url = client_for(owner), reverse("client_household", args=[child.pk])
    assert "Under 18, and no guardian is known." in browser.get(reverse("client", args=[child.pk])).text
    assert "Ines Costa" in browser.get(url, {"find": "ines"}).text
    body = {"find": "ines", "who": str(mother.pk), "kind": "guardian", "pays": "on"}
    assert browser.post(url, body).status_code == 302
    again = browser.post(url, body)
    assert (again.status_code, "are related already" in again.text) == (422, True)
    contact = {"who": "", "contact_name": "Jo Costa", "contact_phone": "12", "kind": "guardian"}
    assert "is too short" in browser.post(url, contact).text
    assert browser.post(url, {**contact, "contact_phone": "07400 122601"}).status_code == 302
    assert "cannot be a dependant" in browser.post(url, {**contact, "kind": "dependant"}).text
    profile = " ".join(browser.get(reverse("client", args=[child.pk])).text.split())
    assert profile.index("Primary guardian, pays") < profile.rindex("Jo Costa")
    assert "Dependant, paid for" in browser.get(reverse("client", args=[mother.pk])).text
    second = Relation.objects.get(contact_name="Jo Costa")
    act = reverse("client_household_change", args=[child.pk, second.pk])
    browser.post(act, {"act": "primary"})
    assert Relation.objects.get(is_primary=True) == second
    assert "pays for Rui Costa already" in browser.post(act, {"act": "pays"}, follow=True).text
    browser.post(act, {"act": "remove"})
    assert Relation.objects.get().is_primary


def test_from_the_guardians_side(owner: User, mother: Client, child: Client, client_for: ClientFor) -> None:
    url = reverse("client_household", args=[mother.pk])
    client_for(owner).post(url, {"find": "rui", "who": str(child.pk), "kind": "dependant"})
    relation = Relation.objects.get()
    assert (relation.client, relation.other, relation.kind) == (child, mother, "guardian")


def test_over_the_api(owner: User, mother: Client, child: Client, api_for: ApiFor) -> None:
    api, url = api_for(owner), f"/api/v1/clients/{child.pk}/household/"
    made = api.post(url, {"other": str(mother.pk), "kind": "guardian"}, format="json")
    assert (made.status_code, made.json()["is_primary"], made.json()["name"]) == (201, True, "Ines Costa")
    refused = api.post(url, {"other": str(mother.pk), "kind": "partner"}, format="json")
    assert refused.json()["errors"] == {"other": ["Rui Costa and Ines Costa are related already."]}
    one = f"{url}{made.json()['id']}/"
    assert api.patch(one, {"pays": True}, format="json").json()["pays"] is True
    seen = api.get(f"/api/v1/clients/{mother.pk}/household/").json()
    assert [(link["name"], link["words"]) for link in seen] == [("Rui Costa", "Dependant, paid for")]
    contact = api.post(url, {"contact": {"name": "Club"}, "kind": "other", "word": "School"}, format="json")
    assert contact.json()["words"] == "School"
    assert api.delete(one).status_code == 204
    assert api.delete(one).status_code == 404
    assert api.patch(f"{url}{uuid7()}/", {}, format="json").status_code == 404


def test_a_guardian_sees_the_dependant_and_nothing_of_the_team(
    family: Relation, session: TrainingSession, mother: Client, child: Client, client_for: ClientFor, api_for: ApiFor
) -> None:
    assert mother.user
    browser = client_for(mother.user)
    home = browser.get("/").text
    assert "My family" in home
    assert "Youth group" not in home  # it is not hers
    for url in (reverse("family_member", args=[child.pk]), reverse("session", args=[session.pk])):
        page = browser.get(url)
        assert (page.status_code, "Rui Costa" in page.text) == (200, True)
        assert [secret for secret in SECRETS if secret in page.text] == []
    api = api_for(mother.user)
    (record,) = api.get("/api/v1/me/family/").json()
    assert (record["full_name"], "notes" in record, "health_notes" in record) == ("Rui Costa", False, False)
    (shown,) = api.get("/api/v1/sessions/").json()["results"]
    assert shown["clients"] == [str(child.pk)]
    assert api.get("/api/v1/me/record/").json()["full_name"] == "Ines Costa"


def test_a_guardian_changes_nothing_of_the_dependant(
    family: Relation, session: TrainingSession, mother: Client, child: Client, client_for: ClientFor, api_for: ApiFor
) -> None:
    assert mother.user
    browser, api = client_for(mother.user), api_for(mother.user)
    before = Client.objects.get(pk=child.pk).updated_at
    assert api.patch(f"/api/v1/clients/{child.pk}/", {"phone": ""}, format="json").status_code == 403
    assert browser.get(reverse("client", args=[child.pk])).status_code == 403
    assert browser.post(reverse("session_cancellation", args=[session.pk]), {}).status_code == 403
    data = {"email": "x@mail.example", "phone": "", "initial-email": mother.email, "version": 1}
    browser.post(reverse("own_record_edit"), data)
    assert Client.objects.get(pk=child.pk).updated_at == before
    assert Client.objects.get(pk=mother.pk).email == "x@mail.example"


@pytest.mark.parametrize("end", ["unrelated", "grown", "child archived", "mother archived", "another relation"])
def test_it_ends(
    owner: User,
    family: Relation,
    session: TrainingSession,
    mother: Client,
    child: Client,
    client_for: ClientFor,
    end: str,
) -> None:
    assert mother.user
    browser = client_for(mother.user)
    assert sessions_visible_to(mother.user).exists()
    at = timezone.now()
    endings: dict[str, Callable[[], object]] = {
        "unrelated": lambda: Relation.objects.all().delete(),
        "grown": lambda: Client.objects.filter(pk=child.pk).update(date_of_birth=dt.date(2000, 1, 1)),
        "child archived": lambda: Client.objects.filter(pk=child.pk).update(archived_at=at),
        "mother archived": lambda: Client.objects.filter(pk=mother.pk).update(archived_at=at),
        "another relation": lambda: Relation.objects.update(kind="partner", is_primary=False),
    }
    endings[end]()
    assert not sessions_visible_to(mother.user).exists()
    assert browser.get(reverse("family_member", args=[child.pk])).status_code == 404
    assert browser.get(reverse("session", args=[session.pk])).status_code == 404


def test_the_dependant_sees_nothing_of_the_guardian(
    family: Relation, mother: Client, child: Client, client_for: ClientFor
) -> None:
    login = UserFactory(role=Role.CLIENT)
    Client.objects.filter(pk=child.pk).update(user=login)
    browser = client_for(login)
    assert "My family" not in browser.get("/").text
    assert browser.get(reverse("family_member", args=[mother.pk])).status_code == 404


def test_a_trainer_is_led_only_to_whom_they_see(
    owner: User, trainer: User, child: Client, client_for: ClientFor
) -> None:
    hidden = ClientFactory(first_name="Hidden", trainer=owner)
    relate(client_id=child.pk, other_id=hidden.pk, kind="sibling", by=owner)
    page = client_for(trainer).get(reverse("client", args=[child.pk])).text
    assert "Hidden" in page
    assert reverse("client", args=[hidden.pk]) not in page


def test_query_budget(
    owner: User, family: Relation, child: Client, client_for: ClientFor, assert_queries: AssertQueries
) -> None:
    browser = client_for(owner)
    with assert_queries("GET /clients/<client>/, with a household"):
        browser.get(reverse("client", args=[child.pk]))
