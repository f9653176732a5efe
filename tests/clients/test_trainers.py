"""Several trainers of one client: who leads, who assists, who sees whom, and handing over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.urls import reverse

from apps.accounts.roles import Role
from apps.activity.models import Activity, ActivityClient
from apps.clients.models import Client, ClientChange
from apps.clients.selectors import clients_visible_to, trained_by
from apps.clients.services import add_client, update_client
from apps.clients.services.trainers import go_on_reassigning, reassign_clients
from apps.common.errors import InvalidInput, NotAllowed, NotFound
from apps.common.ids import uuid7
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.people import ApiFor, ClientFor


@pytest.fixture
def sam(trainer: User) -> User:
    return trainer


@pytest.fixture
def theo() -> User:
    return UserFactory(role=Role.TRAINER)


def seen(user: User) -> set[str]:
    return set(clients_visible_to(user).values_list("first_name", flat=True))


def test_a_trainer_sees_whom_they_lead_or_assist_and_whom_nobody_trains(owner: User, sam: User, theo: User) -> None:
    add_client(by=owner, first_name="Led", trainer=sam)
    add_client(by=owner, first_name="Assisted", trainer=owner, assistants=[sam])
    add_client(by=owner, first_name="Free", trainer=None)
    hidden = add_client(by=owner, first_name="Hidden", trainer=theo, assistants=[owner])
    assert seen(sam) == {"Led", "Assisted", "Free"}
    assert seen(theo) == {"Free", "Hidden"}
    assert seen(owner) == {"Led", "Assisted", "Free", "Hidden"}
    with pytest.raises(NotFound):
        update_client(client_id=hidden.pk, by=sam, goal="x")


def test_who_leads_does_not_assist_and_somebody_leads(owner: User, sam: User, theo: User) -> None:
    anna = add_client(by=owner, first_name="Anna", trainer=sam, assistants=[sam, theo.pk, str(theo.pk)])
    assert anna.assistants == [theo.pk]
    anna = update_client(client_id=anna.pk, by=owner, trainer=theo)
    assert (anna.trainer, anna.assistants) == (theo, [])
    change = ClientChange.objects.get()
    assert change.fields == {"trainer": [str(sam.pk), str(theo.pk)], "assistants": [[str(theo.pk)], []]}
    anna = update_client(client_id=anna.pk, by=owner, assistants=f"{sam.pk},")
    assert anna.assistants == [sam.pk]
    with pytest.raises(InvalidInput) as error:
        update_client(client_id=anna.pk, by=owner, trainer=None)
    assert error.value.fields == {"trainer": ["Choose who leads: others train this client too."]}
    anna = update_client(client_id=anna.pk, by=owner, trainer=None, assistants=[])
    assert (anna.trainer, anna.assistants) == (None, [])


def test_only_people_who_train_here(owner: User, sam: User, front_desk: User) -> None:
    wrongs: tuple[Any, ...] = ([front_desk], [uuid7()], ["x"], 7, [UserFactory(role=Role.TRAINER, is_active=False)])
    for wrong in wrongs:
        with pytest.raises(InvalidInput) as error:
            add_client(by=owner, first_name="Anna", trainer=sam, assistants=wrong)
        assert "assistants" in error.value.fields
    with pytest.raises(InvalidInput) as error:
        add_client(by=owner, first_name="Anna", assistants=[UserFactory(role=Role.TRAINER) for _ in range(11)])
    assert "At most 10" in error.value.fields["assistants"][0]


def test_the_filter_counts_those_who_assist(owner: User, sam: User, client_for: ClientFor, api_for: ApiFor) -> None:
    add_client(by=owner, first_name="Led", trainer=sam)
    add_client(by=owner, first_name="Assisted", trainer=owner, assistants=[sam])
    add_client(by=owner, first_name="Owners", trainer=owner)
    page = client_for(owner).get("/clients/", {"trainer": str(sam.pk)}).text
    assert ("Assisted" in page, "Owners" in page) == (True, False)
    found = api_for(owner).get("/api/v1/clients/", {"trainer": str(sam.pk)}).json()["results"]
    assert [(one["first_name"], one["assistants"]) for one in found] == [("Assisted", [str(sam.pk)]), ("Led", [])]


def test_on_form_and_profile(owner: User, sam: User, client_for: ClientFor) -> None:
    anna = add_client(by=owner, first_name="Anna", trainer=owner)
    browser, url = client_for(owner), reverse("client_edit", args=[anna.pk])
    form = browser.get(url).context["form"]
    was = {name: form[name].value() or "" for name in form.fields}
    data = {**{f"initial-{name}": value for name, value in was.items()}, **was, "version": 1}
    assert browser.post(url, {**data, "assistants": [str(sam.pk)]}).status_code == 302
    assert Client.objects.get().assistants == [sam.pk]
    assert sam.full_name in browser.get(reverse("client", args=[anna.pk])).text


def test_handing_over(owner: User, sam: User, theo: User) -> None:
    led = add_client(by=owner, first_name="Led", trainer=sam, assistants=[theo])
    assisted = add_client(by=owner, first_name="Assisted", trainer=owner, assistants=[sam])
    both = add_client(by=owner, first_name="Both", trainer=theo, assistants=[sam])
    others = add_client(by=owner, first_name="Others", trainer=owner)
    assert reassign_clients(from_trainer=sam, to_trainer=theo, by=owner) == 3
    after = {client.first_name: (client.trainer, client.assistants, client.version) for client in Client.objects.all()}
    assert after == {
        "Led": (theo, [], 2),
        "Assisted": (owner, [theo.pk], 2),
        "Both": (theo, [], 2),
        "Others": (owner, [], 1),
    }
    assert ClientChange.objects.get(client=both).fields == {"assistants": [[str(sam.pk)], []]}
    assert ClientChange.objects.get(client=led).fields["trainer"] == [str(sam.pk), str(theo.pk)]
    told = Activity.objects.get(name="clients.reassigned")
    assert set(ActivityClient.objects.filter(activity=told).values_list("client_id", flat=True)) == {
        led.pk,
        assisted.pk,
        both.pk,
    }
    assert others.version == 1


def test_with_nobody_to_hand_over_to_who_assists_leads(owner: User, sam: User, theo: User) -> None:
    add_client(by=owner, first_name="A", trainer=sam, assistants=[theo])
    add_client(by=owner, first_name="B", trainer=sam)
    reassign_clients(from_trainer=sam, to_trainer=None, by=owner)
    assert {client.first_name: client.trainer for client in Client.objects.all()} == {"A": theo, "B": None}


def test_many_are_handed_over_in_steps(owner: User, sam: User, theo: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.clients.services.trainers.AT_ONCE", 2)
    for _ in range(5):
        ClientFactory(trainer=sam)
    assert reassign_clients(from_trainer=sam, to_trainer=theo, by=owner) == 5
    assert trained_by(Client.objects.all(), sam.pk).count() == 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM public.due_work WHERE kind = 'clients.reassign'")
        ((key,),) = cursor.fetchall()
    go_on_reassigning(key=key)
    assert trained_by(Client.objects.all(), theo.pk).count() == 5


def test_who_may_not_and_to_whom_not(owner: User, sam: User, theo: User, front_desk: User) -> None:
    with pytest.raises(NotAllowed):
        reassign_clients(from_trainer=sam, to_trainer=theo, by=theo)
    for wrong in (front_desk, sam, UserFactory(role=Role.TRAINER, is_active=False)):
        with pytest.raises(InvalidInput):
            reassign_clients(from_trainer=sam, to_trainer=wrong, by=owner)


def test_on_the_members_page(owner: User, sam: User, theo: User, client_for: ClientFor, api_for: ApiFor) -> None:
    add_client(by=owner, first_name="Led", trainer=sam)
    add_client(by=owner, first_name="Assisted", trainer=owner, assistants=[sam])
    browser, url = client_for(owner), reverse("client_reassign", args=[sam.pk])
    assert url in browser.get(reverse("team_member", args=[sam.pk])).text
    assert "Leads 1 client, trains 1 more." in " ".join(browser.get(url).text.split())
    assert browser.post(url, {"to": str(sam.pk)}).status_code == 422
    assert browser.post(url, {"to": str(theo.pk)}).status_code == 302
    assert seen(theo) == {"Led", "Assisted"}
    body = {"trainer": str(theo.pk), "to": str(sam.pk)}
    answer = api_for(owner).post("/api/v1/clients/reassignment/", body, format="json")
    assert (answer.status_code, answer.json()) == (202, {"clients": 2})
    refused = api_for(owner).post("/api/v1/clients/reassignment/", {"trainer": str(uuid7())}, format="json")
    assert refused.json()["errors"] == {"trainer": ["This is nobody of the team."]}
