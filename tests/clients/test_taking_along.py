"""Everything about one client in one file."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from hashlib import sha256
from typing import TYPE_CHECKING

from django.core.files.storage import default_storage

from apps.clients.models import Client, ClientExport
from apps.clients.services import add_client, ask_export, update_client
from apps.clients.services.taking_along import expire_export, make_export
from tests.factories import UserFactory
from tests.factories.sessions import SessionFactory

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.people import ClientFor


def made(owner: User, client: Client) -> zipfile.ZipFile:
    export = ask_export(client_id=client.pk, by=owner)
    assert ask_export(client_id=client.pk, by=owner) == export
    make_export(export_id=export.pk)
    make_export(export_id=export.pk)
    export.refresh_from_db()
    with default_storage.open(export.stored_as) as stored:
        data = stored.read()
    assert (export.size, export.sha256) == (len(data), sha256(data).hexdigest())
    return zipfile.ZipFile(io.BytesIO(data))


def anna_of(owner: User, trainer: User) -> Client:
    client = add_client(by=owner, first_name="=Anna", last_name="Berg", email="anna@example.com")
    update_client(client_id=client.pk, by=owner, notes="Secretly late", phone="07400 122601")
    SessionFactory(trainer=trainer, clients=[client], title="Squats", notes="The plan")
    SessionFactory(trainer=UserFactory(role="trainer"), clients=[client], kind="group", notes="About Bo")
    return client


def test_holds_everything_with_checksums(owner: User, trainer: User) -> None:
    archive = made(owner, anna_of(owner, trainer))
    manifest = json.loads(archive.read("manifest.json"))
    assert {row["name"]: row["sha256"] for row in manifest["files"]} == {
        name: sha256(archive.read(name)).hexdigest() for name in archive.namelist() if name != "manifest.json"
    }
    (record,) = json.loads(archive.read("client.json"))
    assert (record["first_name"], record["phone"], record["notes"]) == ("=Anna", "+447400122601", "Secretly late")
    rows = list(csv.DictReader(io.StringIO(archive.read("client.csv").decode("utf-8-sig"))))
    assert rows[0]["first_name"] == "'=Anna"
    plans = {row["kind"]: row["plan"] for row in json.loads(archive.read("sessions.json"))}
    assert plans == {"personal": "The plan", "group": ""}
    assert [row["event"] for row in json.loads(archive.read("timeline.json"))].count("client.updated") == 1
    (change,) = json.loads(archive.read("changes.json"))
    assert change["fields"]["phone"] == [None, "+447400122601"]


def test_the_link_is_signed_and_ends(owner: User, manager: User, trainer: User, client_for: ClientFor) -> None:
    client, browser = anna_of(owner, trainer), client_for(owner)
    path = f"/clients/{client.pk}/export/"
    assert browser.post(path).status_code == 302
    assert browser.post(path).status_code == 302
    export = ClientExport.objects.get()
    make_export(export_id=export.pk)
    (link,) = re.findall(r'href="(/clients/exports/[^"]+)"', browser.get(path).text)
    answer = browser.get(link)
    assert answer["Content-Disposition"].startswith('attachment; filename="anna-berg-')
    assert b"".join(answer.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined] # a file's answer streams
    assert browser.get(link + "x").status_code == 404
    assert browser.get(f"/clients/exports/{export.pk}/file/").status_code == 404
    assert client_for(trainer).get(link).status_code == 403
    stored_as = ClientExport.objects.get().stored_as
    expire_export(export_id=export.pk)
    assert not default_storage.exists(stored_as)
    assert browser.get(link).status_code == 404


def test_clients_take_their_own_without_the_teams_words(
    owner: User, trainer: User, client_user: User, client_for: ClientFor
) -> None:
    client = anna_of(owner, trainer)
    make_export(export_id=ask_export(client_id=client.pk, by=owner).pk)
    Client.objects.filter(pk=client.pk).update(user=client_user)
    browser = client_for(client_user)
    assert "/file/" not in browser.get("/clients/me/data/").text
    assert browser.post("/clients/me/data/").status_code == 302
    make_export(export_id=ClientExport.objects.get(by=client_user).pk)
    (link,) = re.findall(r'href="(/clients/me/exports/[^"]+)"', browser.get("/clients/me/data/").text)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(browser.get(link).streaming_content)))  # type: ignore[attr-defined] # the same
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Squats" in everything
    assert b"Secretly late" not in everything
    assert b"The plan" not in everything
