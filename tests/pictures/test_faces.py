"""The same services over pages and API."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from apps.clients.models import Client
from apps.clients.services import archive_client
from apps.common.images import MAX_BYTES
from apps.common.storage import files
from apps.pictures.models import Picture
from apps.pictures.services import prepare_photo
from tests.factories.pictures import picture, sent

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.people import ApiFor, ClientFor


def prepare_all() -> None:
    for pk in Picture.objects.values_list("pk", flat=True):
        prepare_photo(picture_id=pk)


def test_sends_waits_shows_and_removes(client: Client, owner: User, client_for: ClientFor) -> None:
    browser, base = client_for(owner), f"/clients/{client.pk}/"
    page = browser.get(f"{base}photo/").content.decode()
    assert 'type="file"' in page
    assert "Remove photo" not in page
    answer = browser.post(f"{base}photo/", {"photo": sent(picture())})
    assert (answer.status_code, answer["Location"]) == (302, base)
    assert "being prepared" in browser.get(base).content.decode()
    assert "being prepared" in browser.get(f"{base}photo/progress/").content.decode()
    prepare_all()
    assert browser.get(f"{base}photo/progress/")["HX-Refresh"] == "true"
    client.refresh_from_db()
    for address in (base, f"{base}photo/", f"{base}edit/"):
        shown = browser.get(address).content.decode()
        assert client.photo_medium_url in shown
    assert client.photo_url in browser.get("/clients/").content.decode()
    assert client.photo_url in browser.get("/palette/", {"q": client.full_name[:4]}).content.decode()
    asked = browser.post(f"{base}photo/removal/")
    assert "Remove the photo?" in asked.content.decode()
    assert Client.objects.get(pk=client.pk).photo
    assert browser.post(f"{base}photo/removal/", {"confirmed": "yes"})["Location"] == base
    assert Client.objects.get(pk=client.pk).photo == ""


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"GIF89a....", "Choose a JPEG, PNG, WebP or HEIC photo."),
        (b"\xff\xd8\xff" + b"\0" * MAX_BYTES, "at most 20 MB can be sent"),
        (b"\xff\xd8\xff\xe0 and no more", "damaged or was cut short"),
    ],
)
def test_a_refusal_stands_at_the_field(
    content: bytes, words: str, client: Client, owner: User, client_for: ClientFor, api_for: ApiFor
) -> None:
    page = client_for(owner).post(f"/clients/{client.pk}/photo/", {"photo": sent(content)})
    assert page.status_code == 422
    assert words in page.content.decode()
    assert 'aria-invalid="true"' in page.content.decode()
    answer = api_for(owner).put(f"/api/v1/clients/{client.pk}/photo/", {"photo": sent(content)}, format="multipart")
    assert answer.status_code == 400
    assert words in answer.json()["errors"]["photo"][0]
    assert (list(files().everything()), Picture.objects.count()) == ([], 0)


def test_a_form_without_a_file_says_so(client: Client, owner: User, client_for: ClientFor) -> None:
    page = client_for(owner).post(f"/clients/{client.pk}/photo/")
    assert (page.status_code, "This field is required." in page.content.decode()) == (422, True)


def test_a_photo_that_could_not_be_used_says_why(client: Client, owner: User, client_for: ClientFor) -> None:
    browser, whole = client_for(owner), picture(size=(900, 900))
    browser.post(f"/clients/{client.pk}/photo/", {"photo": sent(whole[: len(whole) // 2])})
    prepare_all()
    page = browser.get(f"/clients/{client.pk}/").content.decode()
    assert "The new photo could not be used" in page
    assert "damaged or was cut short" in page
    assert "hx-trigger" not in browser.get(f"/clients/{client.pk}/photo/progress/").content.decode()


def test_archived_and_unknown_clients_have_no_page(client: Client, owner: User, client_for: ClientFor) -> None:
    archive_client(client_id=client.pk, by=owner)
    for pk in (client.pk, uuid4()):
        assert client_for(owner).get(f"/clients/{pk}/photo/").status_code == 404


def test_the_api_sends_asks_and_removes(client: Client, owner: User, api_for: ApiFor) -> None:
    api, url = api_for(owner), f"/api/v1/clients/{client.pk}/"
    assert api.get(f"{url}photo/").json() == {"state": "none", "reason": "", "photo": None}
    answer = api.put(f"{url}photo/", {"photo": sent(picture("HEIF"), "me.heic")}, format="multipart")
    assert (answer.status_code, answer.json()["state"]) == (202, "preparing")
    prepare_all()
    standing = api.get(f"{url}photo/").json()
    assert standing["state"] == "ready"
    assert (
        standing["photo"] == api.get(url).json()["photo"] == api.get("/api/v1/clients/").json()["results"][0]["photo"]
    )
    assert set(standing["photo"]) == {"small", "medium", "large"}
    assert "/files/" in standing["photo"]["small"]
    stale = api.delete(f"{url}photo/", headers={"If-Match": '"v1"'})
    assert stale.status_code == 412
    assert api.delete(f"{url}photo/").status_code == 204
    assert api.get(url).json()["photo"] is None


def test_ones_own_photo_on_the_page_and_over_the_api(trainer: User, client_for: ClientFor, api_for: ApiFor) -> None:
    browser, api = client_for(trainer), api_for(trainer)
    assert browser.post("/account/photo/", {"photo": sent(picture())})["Location"] == "/account/"
    assert "being prepared" in browser.get("/account/").content.decode()
    prepare_all()
    trainer.refresh_from_db()
    page = browser.get("/account/").content.decode()
    assert trainer.photo_medium_url in page
    assert trainer.photo_url in page
    assert api.get("/api/v1/me/").json()["photo"] == api.get("/api/v1/me/photo/").json()["photo"]
    assert api.delete("/api/v1/me/photo/").status_code == 204
    assert api.put("/api/v1/me/photo/", {"photo": sent(picture())}, format="multipart").status_code == 202


def test_a_client_without_a_record_sees_the_account(client_user: User, client_for: ClientFor) -> None:
    browser = client_for(client_user)
    assert browser.get("/account/").status_code == 200
    assert "belongs to no client" in browser.post("/account/photo/", {"photo": sent(picture())}).content.decode()
