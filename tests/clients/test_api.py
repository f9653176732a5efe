from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.clients.models import Client
from apps.clients.services import add_client
from apps.clients.services.imports import run_import, undo_import

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.people import ApiFor

URL = "/api/v1/clients/"


def test_adds_reads_changes_archives_and_restores(owner: User, api_for: ApiFor) -> None:
    api = api_for(owner)
    added = api.post(URL, {"first_name": "Anna", "email": "Anna@Example.com", "phone": "07400 122601"})
    assert added.status_code == 201, added.text
    body, url = added.json(), f"{URL}{added.json()['id']}/"
    assert (body["full_name"], body["email"], body["phone"]) == ("Anna", "anna@example.com", "+447400122601")
    assert (added["ETag"], api.get(url)["ETag"]) == ('"v1"', '"v1"')

    changed = api.patch(url, {"goal": "5k run"}, headers={"If-Match": '"v1"'})
    assert (changed.json()["goal"], changed["ETag"]) == ("5k run", '"v2"')
    assert api.patch(url, {"goal": "x"}, headers={"If-Match": '"v1"'}).status_code == 412
    assert api.post(f"{url}archive/").json()["archived_at"]
    assert api.post(f"{url}archive/").status_code == 409
    assert api.get(URL).json()["results"] == []
    assert [row["id"] for row in api.get(URL, {"status": "archived"}).json()["results"]] == [body["id"]]
    assert api.post(f"{url}restore/").json()["archived_at"] is None
    assert [row["name"] for row in api.get(f"{url}timeline/").json()["results"]] == [
        "client.restored",
        "client.archived",
        "client.updated",
        "client.added",
    ]


def test_problems_name_every_field(owner: User, api_for: ApiFor) -> None:
    add_client(by=owner, first_name="Anna", last_name="Berg", email="anna@example.com")
    answer = api_for(owner).post(URL, {"first_name": "B", "email": "anna@example.com"})
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"] == {"email": ["Anna Berg already has this e-mail."]}
    assert Client.objects.count() == 1


def test_lists_search_sort_and_page(owner: User, api_for: ApiFor) -> None:
    for name in ("Anna", "Bea", "Cleo"):
        add_client(by=owner, first_name=name)
    api = api_for(owner)
    page = api.get(URL, {"ordering": "-name", "page_size": "2"}).json()
    assert [row["first_name"] for row in page["results"]] == ["Cleo", "Bea"]
    assert [row["first_name"] for row in api.get(page["next"]).json()["results"]] == ["Anna"]
    assert [row["first_name"] for row in api.get(URL, {"search": "cleo"}).json()["results"]] == ["Cleo"]
    assert api.get(URL, {"ordering": "phone"}).status_code == 400
    assert api.get(URL, {"status": "lost"}).status_code == 400


def test_the_front_desk_neither_reads_nor_writes_health_notes(owner: User, front_desk: User, api_for: ApiFor) -> None:
    client = add_client(by=owner, first_name="Anna", health_notes="Asthma")
    desk = api_for(front_desk)
    assert "health_notes" not in desk.get(f"{URL}{client.pk}/").json()
    assert desk.patch(f"{URL}{client.pk}/", {"health_notes": ""}).status_code == 403
    assert api_for(owner).get(f"{URL}{client.pk}/").json()["health_notes"] == "Asthma"


@pytest.mark.parametrize("path", [URL, f"{URL}import/"])
def test_clients_themselves_may_not(client_user: User, api_for: ApiFor, path: str) -> None:
    assert api_for(client_user).get(path).status_code == 403


def test_imports_a_file(owner: User, api_for: ApiFor) -> None:
    api = api_for(owner)
    file = SimpleUploadedFile("list.csv", b"Name;Email\nAnna;a@example.com\nBad;nope\n")
    batch = api.post(f"{URL}import/", {"file": file}, format="multipart").json()
    assert (batch["state"], batch["good"], batch["bad"]) == ("mapped", 1, 1)
    assert batch["mapping"] == {"0": "full_name", "1": "email"}
    assert [(error["row"], error["column"]) for error in batch["errors"]] == [(3, "Email")]
    url = f"{URL}import/{batch['id']}/"

    refused = api.post(f"{url}run/", {"accept_errors": False})
    assert (refused.status_code, refused.json()["code"], refused.json()["bad"]) == (409, "rows_left_out", 1)
    remapped = api.patch(url, {"mapping": {"0": "full_name", "1": ""}}).json()
    assert (remapped["good"], remapped["bad"]) == (2, 0)
    assert api.post(f"{url}run/", {}).status_code == 202
    run_import(batch_id=batch["id"])
    assert (api.get(url).json()["state"], api.get(url).json()["imported"]) == ("done", 2)
    asked = api.post(f"{url}undo/")
    assert (asked.status_code, asked.json()["state"]) == (202, "undoing")
    undo_import(batch_id=batch["id"])
    undone = api.get(url).json()
    assert (undone["state"], undone["removed"], undone["remained"], undone["remaining"]) == ("undone", 2, 0, [])
    assert not Client.objects.exists()
