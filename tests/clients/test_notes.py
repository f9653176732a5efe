"""The team's notes on a client: who reads them, who changes them, and where they go with the client."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from apps.accounts.roles import Role
from apps.activity.selectors import timeline_of_client
from apps.clients.models import Client, ClientContact, ClientNote
from apps.clients.selectors.notes import notes_of
from apps.clients.services import archive_client, merge_clients, undo_merge
from apps.clients.services.bin import KEPT_FOR, empty_bin
from apps.clients.services.contacts import log_contact
from apps.clients.services.notes import MOST_PINNED, add_note, change_note, delete_note, restore_note
from apps.clients.services.taking_along import archive_of
from apps.common.errors import Conflict, IllegalTransition, InvalidInput, NotAllowed, NotFound, StaleVersion
from apps.common.ids import uuid7
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory

if TYPE_CHECKING:
    from apps.accounts.models import User


@pytest.fixture
def anna(trainer: User) -> Client:
    return ClientFactory(first_name="Anna", last_name="Berg", trainer=trainer)


def bodies(client: Client, user: User) -> list[str]:
    return [note.body for note in notes_of(client.pk, user)]


def refused(**values: Any) -> dict[str, list[str]]:
    with pytest.raises(InvalidInput) as error:
        add_note(**values)
    return error.value.fields


def test_health_is_kept_from_the_front_desk_but_for_what_they_wrote(
    anna: Client, trainer: User, front_desk: User
) -> None:
    add_note(client_id=anna.pk, by=trainer, body="Pays in cash")
    health = add_note(client_id=anna.pk, by=trainer, body="Left knee", about_health=True)
    add_note(client_id=anna.pk, by=front_desk, body="Told me: back pain", about_health=True)
    assert bodies(anna, trainer) == ["Told me: back pain", "Left knee", "Pays in cash"]
    assert bodies(anna, front_desk) == ["Told me: back pain", "Pays in cash"]
    with pytest.raises(NotFound):
        change_note(client_id=anna.pk, note_id=health.pk, by=front_desk, is_pinned=True)
    payloads = json.dumps(list(timeline_of_client(anna.pk).values_list("payload", flat=True)))
    assert "knee" not in payloads


def test_author_and_manager_change_it_everybody_pins(anna: Client, trainer: User, manager: User) -> None:
    note = add_note(client_id=anna.pk, by=manager, body="Prefers mornings")
    pinned = change_note(client_id=anna.pk, note_id=note.pk, by=trainer, is_pinned=True)
    assert (pinned.is_pinned, pinned.version, pinned.edited_at) == (True, 2, None)
    for act in (
        lambda: change_note(client_id=anna.pk, note_id=note.pk, by=trainer, body="No"),
        lambda: delete_note(client_id=anna.pk, note_id=note.pk, by=trainer),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(StaleVersion):
        change_note(client_id=anna.pk, note_id=note.pk, by=manager, body="Evenings", expected_version=1)
    mine = add_note(client_id=anna.pk, by=trainer, body="Likes kettlebells")
    edited = change_note(
        client_id=anna.pk, note_id=mine.pk, by=manager, body=" Loves\r\nkettlebells ", expected_version=1
    )
    assert (edited.body, edited.edited_by, edited.author) == ("Loves\nkettlebells", manager, trainer)
    change_note(client_id=anna.pk, note_id=mine.pk, by=manager, body="Loves\nkettlebells")
    names = list(timeline_of_client(anna.pk, kind="notes").values_list("name", flat=True))
    assert names == ["note.changed", "note.added", "note.changed", "note.added"]


def test_what_cannot_be_a_note(anna: Client, trainer: User, client_user: User) -> None:
    assert refused(client_id=anna.pk, by=trainer, body=" \n ") == {"body": ["Write something first."]}
    assert refused(client_id=anna.pk, by=trainer, body="x" * 5001) == {
        "body": ["At most 5000 characters; this has 5001."]
    }
    add_note(client_id=anna.pk, by=trainer, body="x" * 5000)
    stranger = UserFactory(role=Role.TRAINER)
    with pytest.raises(NotFound):
        add_note(client_id=anna.pk, by=stranger, body="Hello")
    archive_client(client_id=anna.pk, by=trainer)
    with pytest.raises(IllegalTransition):
        add_note(client_id=anna.pk, by=trainer, body="Hello")
    assert ClientNote.objects.count() == 1


def test_sent_twice_is_one_note(anna: Client, trainer: User, owner: User) -> None:
    key = uuid7()
    first = add_note(client_id=anna.pk, by=trainer, body="Once", note_id=key)
    assert add_note(client_id=anna.pk, by=trainer, body="Once", note_id=key) == first
    with pytest.raises(Conflict):
        add_note(client_id=anna.pk, by=owner, body="Another", note_id=key)
    assert bodies(anna, trainer) == ["Once"]


def test_a_few_are_pinned(anna: Client, trainer: User) -> None:
    pinned = [
        add_note(client_id=anna.pk, by=trainer, body=str(number), is_pinned=True) for number in range(MOST_PINNED)
    ]
    words = {"is_pinned": ["5 notes are pinned: unpin one first."]}
    assert refused(client_id=anna.pk, by=trainer, body="One more", is_pinned=True) == words
    delete_note(client_id=anna.pk, note_id=pinned[0].pk, by=trainer)
    add_note(client_id=anna.pk, by=trainer, body="One more", is_pinned=True)
    assert not restore_note(client_id=anna.pk, note_id=pinned[0].pk, by=trainer).is_pinned


def test_deleted_comes_back_within_a_week(anna: Client, trainer: User) -> None:
    note = add_note(client_id=anna.pk, by=trainer, body="Oops")
    delete_note(client_id=anna.pk, note_id=note.pk, by=trainer)
    delete_note(client_id=anna.pk, note_id=note.pk, by=trainer)
    assert bodies(anna, trainer) == []
    empty_bin(row_id=note.pk)
    restore_note(client_id=anna.pk, note_id=note.pk, by=trainer)
    assert bodies(anna, trainer) == ["Oops"]
    delete_note(client_id=anna.pk, note_id=note.pk, by=trainer)
    ClientNote.objects.update(deleted_at=timezone.now() - KEPT_FOR)
    empty_bin(row_id=note.pk)
    with pytest.raises(NotFound):
        restore_note(client_id=anna.pk, note_id=note.pk, by=trainer)


def test_merged_and_parted(anna: Client, trainer: User, owner: User) -> None:
    ann = ClientFactory(first_name="Ann", trainer=trainer)
    note = add_note(client_id=ann.pk, by=trainer, body="From Ann")
    contact = log_contact(client_id=ann.pk, by=trainer, way="call", said="Hello")
    record = merge_clients(winner_id=anna.pk, loser_id=ann.pk, by=owner)
    added = add_note(client_id=anna.pk, by=trainer, body="Since then")
    assert bodies(anna, trainer) == ["Since then", "From Ann"]
    assert ClientContact.objects.get().client_id == anna.pk
    undo_merge(merge_id=record.pk, by=owner)
    assert set(ClientNote.objects.values_list("pk", "client_id")) == {(note.pk, ann.pk), (added.pk, anna.pk)}
    assert ClientContact.objects.get(pk=contact.pk).client_id == ann.pk


def test_taken_along_by_the_business_not_by_the_client(anna: Client, trainer: User) -> None:
    add_note(client_id=anna.pk, by=trainer, body="Late payer", about_health=True)
    log_contact(client_id=anna.pk, by=trainer, way="call", said="Will pay on Friday")
    archive = zipfile.ZipFile(BytesIO(archive_of(anna)))
    assert [row["body"] for row in json.loads(archive.read("note.json"))] == ["Late payer"]
    assert [row["said"] for row in json.loads(archive.read("contact.json"))] == ["Will pay on Friday"]
    own = zipfile.ZipFile(BytesIO(archive_of(anna, is_own=True)))
    everything = b"".join(own.read(name) for name in own.namelist())
    assert b"Late payer" not in everything
    assert b"Friday" not in everything
    assert "note.json" not in own.namelist()
