from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from apps.activity.models import Activity
from apps.activity.selectors import timeline_of_client
from apps.activity.timeline import entries
from apps.clients import policies
from apps.clients.models import Client, ClientChange
from apps.clients.services import add_client, archive_client, restore_client, update_client
from apps.common.errors import Conflict, IllegalTransition, InvalidInput, NotAllowed, NotFound, StaleVersion
from apps.common.ids import uuid7
from tenants.registry.context import enter_business
from tests.factories import UserFactory

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.common.business import BusinessRef


def test_adds_a_client_in_the_form_it_is_kept(owner: User) -> None:
    client = add_client(
        by=owner,
        first_name="  Anna ",
        last_name="Berg",
        email=" Anna.Berg@Example.COM ",
        phone="07400 122601",
        date_of_birth="1990-02-28",
        goal="5k run",
    )

    kept = Client.objects.get()
    assert kept == client
    assert (kept.full_name, kept.email, kept.phone) == ("Anna Berg", "anna.berg@example.com", "+447400122601")
    assert (kept.date_of_birth, kept.status, kept.version) == (dt.date(1990, 2, 28), "active", 1)
    assert (kept.sort_name, kept.search) == ("berg anna", " anna berg anna.berg@example.com 447400122601")
    assert [(line.sentence, line.actor) for line in entries(timeline_of_client(client.pk))] == [
        ("Added as a client", owner.full_name)
    ]


@pytest.mark.parametrize("name", ["O", "李", "Θεοφύλακτη", "ñ", "x" * 200, "🏋️", "مريم"])
def test_takes_names_of_any_script_and_length(owner: User, name: str) -> None:
    assert add_client(by=owner, first_name=name).full_name == name


def test_says_everything_that_is_wrong_at_once(owner: User) -> None:
    with pytest.raises(InvalidInput) as caught:
        add_client(by=owner, first_name="", email="no-at", phone="12", date_of_birth="2090-01-01", trainer=uuid7())

    assert caught.value.fields == {
        "first_name": ["A client needs a name."],
        "email": ["“no-at” has no @, so it is not an e-mail address."],
        "phone": ["“12” is too short for a number in United Kingdom."],
        "date_of_birth": ["2090-01-01 is not in the past."],
        "trainer": ["This is nobody who trains here."],
    }
    assert not Client.objects.exists()
    assert not Activity.objects.exists()


def test_names_who_has_the_email_already(owner: User) -> None:
    add_client(by=owner, first_name="Anna", last_name="Berg", email="anna@example.com")

    with pytest.raises(InvalidInput) as caught:
        add_client(by=owner, first_name="Other", email="ANNA@example.com")

    assert caught.value.fields == {"email": ["Anna Berg already has this e-mail."]}
    assert Client.objects.count() == 1


def test_an_archived_client_frees_the_email_until_restored(owner: User) -> None:
    first = add_client(by=owner, first_name="Anna", email="anna@example.com")
    archive_client(client_id=first.pk, by=owner)
    add_client(by=owner, first_name="Bea", email="anna@example.com")

    with pytest.raises(InvalidInput, match="Some values") as caught:
        restore_client(client_id=first.pk, by=owner)

    assert caught.value.fields == {"email": ["Bea already has this e-mail."]}
    assert Client.objects.get(pk=first.pk).is_archived


def test_a_repeated_add_gives_the_same_client(owner: User) -> None:
    key = uuid7()
    first = add_client(by=owner, client_id=key, first_name="Anna")
    second = add_client(by=owner, client_id=key, first_name="Anna")

    assert first.pk == second.pk == key
    assert Client.objects.count() == Activity.objects.count() == 1


def test_updates_only_what_differs(owner: User) -> None:
    client = add_client(by=owner, first_name="Anna", phone="07400 122601")
    same = update_client(client_id=client.pk, by=owner, first_name="Anna", phone="+44 7400 122601")
    assert same.version == 1

    changed = update_client(client_id=client.pk, by=owner, expected_version=1, goal="Strength", last_name="Berg")

    assert (changed.version, changed.goal, changed.sort_name) == (2, "Strength", "berg anna")
    assert [line.sentence for line in entries(timeline_of_client(client.pk))] == [
        "Changed goal, last name",
        "Added as a client",
    ]


def test_keeps_what_the_fields_were(owner: User, trainer: User) -> None:
    client = add_client(by=owner, first_name="Anna", date_of_birth="1990-02-28", trainer=None)

    update_client(client_id=client.pk, by=owner, date_of_birth="1991-02-28", trainer=trainer, first_name="Anna")

    kept = ClientChange.objects.get()
    assert (kept.client_id, kept.version, kept.by) == (client.pk, 2, owner)
    assert kept.fields == {"date_of_birth": ["1990-02-28", "1991-02-28"], "trainer": [None, str(trainer.pk)]}


def test_refuses_a_stale_update(owner: User) -> None:
    client = add_client(by=owner, first_name="Anna")
    update_client(client_id=client.pk, by=owner, goal="Strength")

    with pytest.raises(StaleVersion):
        update_client(client_id=client.pk, by=owner, expected_version=1, goal="5k run")

    assert Client.objects.get().goal == "Strength"


def test_archive_and_restore_guard_the_state(owner: User) -> None:
    client = add_client(by=owner, first_name="Anna")
    archive_client(client_id=client.pk, by=owner)
    with pytest.raises(IllegalTransition):
        archive_client(client_id=client.pk, by=owner)
    with pytest.raises(IllegalTransition, match="restore first"):
        update_client(client_id=client.pk, by=owner, goal="x")

    assert restore_client(client_id=client.pk, by=owner).archived_at is None
    with pytest.raises(IllegalTransition):
        restore_client(client_id=client.pk, by=owner)


class Objector:
    def consequences(self, client_id: object) -> list[str]:
        return ["3 booked sessions will be cancelled."]

    def check(self, client_id: object) -> None:
        raise Conflict("A session is running.")


def test_a_room_above_may_object_to_archiving(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policies, "_archiving", [Objector()])
    client = add_client(by=owner, first_name="Anna")

    with pytest.raises(Conflict, match="A session is running"):
        archive_client(client_id=client.pk, by=owner)

    assert policies.archive_consequences(client.pk) == ["3 booked sessions will be cancelled."]
    assert not Client.objects.get().is_archived


def test_a_trainers_client_is_theirs_and_strange_ones_do_not_exist(owner: User, trainer: User) -> None:
    mine = add_client(by=trainer, first_name="Mine")
    other = add_client(by=owner, first_name="Other", trainer=UserFactory())

    assert mine.trainer == trainer
    with pytest.raises(NotFound):
        update_client(client_id=other.pk, by=trainer, goal="x")
    with pytest.raises(NotFound):
        archive_client(client_id=other.pk, by=trainer)


def test_the_front_desk_cannot_write_health_notes(front_desk: User) -> None:
    with pytest.raises(NotAllowed):
        add_client(by=front_desk, first_name="Anna", health_notes="Asthma")
    assert not Client.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_clients_with_one_email_at_once_one_wins(business: BusinessRef, owner: User) -> None:
    barrier, outcomes = threading.Barrier(2), []

    def add(name: str) -> None:
        with enter_business(business):
            barrier.wait(5)
            try:
                add_client(by=owner, first_name=name, email="same@example.com")
                outcomes.append("added")
            except InvalidInput as error:
                outcomes.append(error.fields["email"][0])
        connection.close()

    threads = [threading.Thread(target=add, args=(name,)) for name in ("Anna", "Bea")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    winner = Client.objects.get()
    assert sorted(outcomes) == sorted(["added", f"{winner.first_name} already has this e-mail."])


def test_an_emergency_contact_is_kept_and_changes_are_recorded(owner: User) -> None:
    client = add_client(by=owner, first_name="Anna", country="DE")

    update_client(
        client_id=client.pk,
        by=owner,
        emergency_name=" Nils  Berg ",
        emergency_phone="030 901820",
        emergency_relation="Brother",
    )

    kept = Client.objects.get()
    assert (kept.emergency_name, kept.emergency_phone, kept.emergency_relation) == (
        "Nils Berg",
        "+4930901820",
        "Brother",
    )
    assert ClientChange.objects.get().fields["emergency_phone"] == [None, "+4930901820"]
