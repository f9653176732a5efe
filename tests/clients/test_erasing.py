"""Erased for good: nothing in any column of any table names the person."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.activity.models import Activity
from apps.clients.models import Client, DuplicatePair, Erasure, ImportBatch
from apps.clients.services import add_client, invite_client, merge_clients, restore_client, update_client
from apps.clients.services.access import link_client
from apps.clients.services.contacts import delete_contact, log_contact
from apps.clients.services.erasing import ask_erasure, cancel_erasure, erase_client
from apps.clients.services.imports import run_import, start_run
from apps.clients.services.imports.uploading import upload_import
from apps.clients.services.notes import add_note
from apps.common.errors import IllegalTransition, InvalidInput, NotFound
from apps.sessions.models import SessionClient, TrainingSession
from apps.sessions.services import complete_session
from tests.factories.clients import ClientFactory
from tests.factories.sessions import SessionFactory
from tests.harness.rows import every_row

if TYPE_CHECKING:
    from tests.harness.people import ApiFor, ClientFor

NEEDLES = ("zsuzsanna", "quillfeather", "zsuzsi", "447400122", "07400 122", "7400122", "shellfish", "rotatorcuff")
PASSWORD = "a long sentence 42"
FULL = "Zsuzsanna Quillfeather"


def train(client: Client, owner: User, trainer: User) -> None:
    """Hold an hour alone and one in a group, with words about the client."""
    past = timezone.now() - dt.timedelta(hours=30)
    alone = SessionFactory(
        trainer=trainer, clients=[client], starts_at=past, ends_at=past + dt.timedelta(hours=1), notes="rotatorcuff"
    )
    complete_session(session_id=alone.pk, by=owner, notes="Zsuzsanna did well", client_notes="Well done, Zsuzsanna")
    group = SessionFactory(
        trainer=trainer,
        clients=[client, ClientFactory(first_name="Bo")],
        starts_at=past + dt.timedelta(hours=2),
        ends_at=past + dt.timedelta(hours=3),
        kind="group",
    )
    complete_session(session_id=group.pk, by=owner, notes=f"{FULL} was late", client_notes="")


def import_twice(owner: User) -> None:
    """Import a file whose rows about the client stay out."""
    data = (
        b"first_name,last_name,e-mail,phone\nZsuzsanna,Quillfeather,Quillfeather@mail.example,\n"
        b"Zsuzsanna,Quillfeather,,07400 122602\nMia,Novak,mia@mail.example,\n"
    )
    batch = upload_import(by=owner, file_name="clients.csv", data=data)
    start_run(batch_id=batch.pk, by=owner, accept_errors=True)
    run_import(batch_id=batch.pk)


@pytest.fixture
def zsuzsanna(owner: User, trainer: User, api_for: ApiFor) -> Client:
    """A client about whom something stands wherever something can stand."""
    answer = api_for(owner).post(
        "/api/v1/clients/",
        {
            "first_name": "Zsuzsanna",
            "last_name": "Quillfeather",
            "email": "zsuzsi@mail.example",
            "phone": "07400 122601",
        },
        format="json",
        HTTP_IDEMPOTENCY_KEY="once",
    )
    client = Client.objects.get(pk=answer.json()["id"])
    update_client(client_id=client.pk, by=owner, notes="Allergic to shellfish", health_notes="rotatorcuff", goal="5 k")
    update_client(client_id=client.pk, by=owner, email="quillfeather@mail.example", phone="07400 122602")
    train(client, owner, trainer)
    import_twice(owner)
    add_note(client_id=client.pk, by=owner, body="Zsuzsanna is allergic to shellfish", about_health=True)
    contact = log_contact(client_id=client.pk, by=owner, way="call", said="Zsuzsanna called from 07400 122601")
    delete_contact(client_id=client.pk, contact_id=contact.pk, by=owner)
    other = ClientFactory(first_name="Zsuzsi", last_name="Quillfeather", phone="+447400122605")
    DuplicatePair.objects.create(
        first_id=min(client.pk, other.pk), second_id=max(client.pk, other.pk), score=80, reasons=["name"], scan=other.pk
    )
    merge_clients(winner_id=client.pk, loser_id=other.pk, by=owner)
    user = User.objects.create(email="zsuzsi.login@mail.example", full_name=FULL, role="client")
    link_client(client_id=client.pk, user=user)
    invite_client(client_id=ClientFactory(first_name="Zoe").pk, by=owner)
    client.refresh_from_db()
    return client


def due_now(erasure: Erasure) -> None:
    Erasure.objects.filter(pk=erasure.pk).update(due_at=timezone.now())
    erase_client(erasure_id=erasure.pk)


def found_in_rows() -> dict[str, list[str]]:
    """Return which table still holds which of the words."""
    texts = {
        table: json.dumps(list(rows.values()), ensure_ascii=False).casefold() for table, rows in every_row().items()
    }
    return {table: hits for table, text in texts.items() if (hits := [word for word in NEEDLES if word in text])}


def test_no_column_of_any_table_names_them(owner: User, zsuzsanna: Client) -> None:
    assert {
        "clients_client",
        "clients_client_change",
        "clients_note",
        "clients_contact",
        "activity_activity",
        "sessions_session",
    } <= set(found_in_rows())
    batch = ImportBatch.objects.get()

    due_now(ask_erasure(client_id=zsuzsanna.pk, by=owner, typed="zsuzsanna quillfeather"))

    assert found_in_rows() == {}
    assert not default_storage.exists(batch.stored_as)
    kept = Client.objects.get(pk=zsuzsanna.pk)
    assert (kept.full_name, kept.email, kept.user, kept.is_archived) == ("Erased client", None, None, True)
    assert SessionClient.objects.filter(client=zsuzsanna).count() == 2
    assert list(TrainingSession.objects.values_list("state", flat=True)) == ["completed", "completed"]
    proof = Erasure.objects.get()
    assert proof.done_at is not None
    assert (proof.by_name, proof.counts["records"], proof.counts["imported rows"]) == (owner.full_name, 2, 2)
    assert Activity.objects.filter(name="client.erased").count() == 1
    erase_client(erasure_id=proof.pk)
    assert Activity.objects.filter(name="client.erased").count() == 1


def test_others_stay_as_they_are(owner: User, zsuzsanna: Client) -> None:
    mia = Client.objects.get(first_name="Mia")
    before = every_row()["clients_client"][str(mia.pk)]
    due_now(ask_erasure(client_id=zsuzsanna.pk, by=owner, typed=FULL))
    assert every_row()["clients_client"][str(mia.pk)] == before
    assert TrainingSession.objects.get(kind="group").outcome == "[erased] was late"


def test_a_week_of_grace_and_a_way_back(owner: User, zsuzsanna: Client) -> None:
    erasure = ask_erasure(client_id=zsuzsanna.pk, by=owner, typed=FULL)
    assert ask_erasure(client_id=zsuzsanna.pk, by=owner, typed="") == erasure
    zsuzsanna.refresh_from_db()
    assert (zsuzsanna.is_archived, zsuzsanna.user) == (True, None)
    erase_client(erasure_id=erasure.pk)
    assert Client.objects.get(pk=zsuzsanna.pk).full_name == FULL
    with pytest.raises(IllegalTransition):
        restore_client(client_id=zsuzsanna.pk, by=owner)
    cancel_erasure(client_id=zsuzsanna.pk, by=owner)
    cancel_erasure(client_id=zsuzsanna.pk, by=owner)
    due_now(erasure)
    assert restore_client(client_id=zsuzsanna.pk, by=owner).full_name == FULL


def test_refuses(owner: User, zsuzsanna: Client) -> None:
    with pytest.raises(NotFound):
        cancel_erasure(client_id=zsuzsanna.pk, by=owner)
    with pytest.raises(InvalidInput):
        ask_erasure(client_id=zsuzsanna.pk, by=owner, typed="Zsuzsanna")
    due_now(ask_erasure(client_id=zsuzsanna.pk, by=owner, typed=FULL))
    with pytest.raises(IllegalTransition):
        cancel_erasure(client_id=zsuzsanna.pk, by=owner)
    with pytest.raises(IllegalTransition):
        restore_client(client_id=zsuzsanna.pk, by=owner)


def test_only_one_of_two_people_of_one_name(owner: User) -> None:
    gone = add_client(by=owner, first_name="Anna", last_name="Berg", email="a1@mail.example")
    stays = add_client(by=owner, first_name="Anna", last_name="Berg", email="a2@mail.example")
    due_now(ask_erasure(client_id=gone.pk, by=owner, typed="Anna Berg"))
    stays.refresh_from_db()
    assert (stays.full_name, stays.email) == ("Anna Berg", "a2@mail.example")


def test_pages(owner: User, manager: User, zsuzsanna: Client, client_for: ClientFor) -> None:
    owner.set_password(PASSWORD)
    owner.save()
    browser, path = client_for(owner), f"/clients/{zsuzsanna.pk}/erasure/"
    asked = browser.get(path)
    assert (asked.status_code, "/reauthenticate/" in asked["Location"]) == (302, True)
    assert "A client is erased for good only by you" in browser.get(asked["Location"]).text
    assert "How you sign in is changed only by you" in browser.get(reverse("account_reauthenticate")).text
    assert browser.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    page = browser.get(path).text
    assert "Their timeline, with every message and note on it." in page
    wrong = browser.post(path, {"typed": "Somebody"})
    assert (wrong.status_code, "Type the name exactly" in wrong.text) == (422, True)
    assert Erasure.objects.count() == 0
    assert browser.post(path, {"typed": FULL}).status_code == 302
    assert browser.post(path, {"typed": FULL}).status_code == 302
    assert Erasure.objects.count() == 1
    assert "will be erased for good" in browser.get(f"/clients/{zsuzsanna.pk}/").text
    assert browser.post(f"/clients/{zsuzsanna.pk}/erasure/cancellation/").status_code == 302
    assert "will be erased for good" not in browser.get(f"/clients/{zsuzsanna.pk}/").text


def test_api(owner: User, trainer: User, zsuzsanna: Client, api_for: ApiFor) -> None:
    owner.set_password(PASSWORD)
    owner.save()
    api, path = api_for(owner), f"/api/v1/clients/{zsuzsanna.pk}/erasure/"
    assert api_for(trainer).post(path, {}, format="json").status_code == 403
    assert api.get(path).status_code == 404
    wrong = api.post(path, {"typed": FULL, "password": "no"}, format="json")
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["password"])
    answer = api.post(path, {"typed": FULL, "password": PASSWORD}, format="json")
    assert (answer.status_code, answer.json()["done_at"]) == (202, None)
    assert api.delete(path).status_code == 204
    assert api.get(path).json()["cancelled_at"] is not None


def test_the_password_cannot_be_guessed(owner: User, manager: User, zsuzsanna: Client, api_for: ApiFor) -> None:
    owner.set_password(PASSWORD)
    owner.save()
    api, path = api_for(owner), f"/api/v1/clients/{zsuzsanna.pk}/erasure/"
    tries = [api.post(path, {"typed": FULL, "password": f"guess {number}"}, format="json") for number in range(10)]
    assert [(answer.status_code, answer.json()["errors"]) for answer in tries] == [
        (400, {"password": ["This is not your password."]})
    ] * 10
    over = api.post(path, {"typed": FULL, "password": PASSWORD}, format="json")
    assert (over.status_code, over.json()["code"], '"password";r=0' in over["RateLimit"]) == (429, "throttled", True)
    assert int(over["Retry-After"]) > 0
    assert (api.get(path).status_code, Erasure.objects.count()) == (404, 0)
    assert api_for(manager).post(path, {"typed": FULL, "password": "no"}, format="json").status_code == 400
