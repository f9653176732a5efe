"""Photos of two clients who are made one, and two again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.clients.models import Client
from apps.clients.services import merge_clients, undo_merge
from apps.clients.services.erasing import ask_erasure, erase_client
from apps.clients.services.merging import Wish
from apps.clients.services.photos import remove_client_photo
from apps.common.photos import photo_files
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory
from tests.pictures.conftest import names, send

if TYPE_CHECKING:
    from tests.harness.tasks import RunCommitHooks


@pytest.fixture
def other(client: Client) -> Client:
    return ClientFactory()


def with_photo(client: Client, owner: User, at_once: RunCommitHooks) -> str:
    with at_once():
        send(client, owner)
    client.refresh_from_db()
    assert client.photo
    return client.photo


def photos(*clients: Client) -> list[str]:
    for client in clients:
        client.refresh_from_db()
    return [client.photo for client in clients]


def test_it_is_carried_and_given_back(client: Client, other: Client, owner: User, at_once: RunCommitHooks) -> None:
    photo = with_photo(other, owner, at_once)
    record = merge_clients(winner_id=client.pk, loser_id=other.pk, by=owner)
    assert photos(client) == [photo]
    with at_once():
        undo_merge(merge_id=record.pk, by=owner)
    assert photos(client, other) == ["", photo]
    assert names() == sorted(photo_files(photo))


def test_what_the_survivor_does_with_it_takes_nothing_from_the_other(
    client: Client, other: Client, owner: User, at_once: RunCommitHooks
) -> None:
    photo = with_photo(other, owner, at_once)
    record = merge_clients(winner_id=client.pk, loser_id=other.pk, by=owner)
    with at_once():
        remove_client_photo(client_id=client.pk, by=owner)
    own = with_photo(client, owner, at_once)
    undo_merge(merge_id=record.pk, by=owner)
    assert photos(client, other) == [own, photo]
    assert names() == sorted([*photo_files(own), *photo_files(photo)])


@pytest.mark.parametrize("is_carried", [True, False])
def test_erasing_leaves_no_file(
    client: Client, other: Client, owner: User, at_once: RunCommitHooks, *, is_carried: bool
) -> None:
    with_photo(other, owner, at_once)
    own = "" if is_carried else with_photo(client, owner, at_once)
    merge_clients(winner_id=client.pk, loser_id=other.pk, by=owner)
    assert photos(client) == [own or other.photo]
    erasure = ask_erasure(client_id=client.pk, by=owner, typed=client.full_name)
    type(erasure).objects.update(due_at="2020-01-01T00:00:00Z")
    with at_once():
        erase_client(erasure_id=erasure.pk)
    assert photos(client, other) == ["", ""]
    assert names() == []


def test_a_log_in_shows_the_photo_of_whose_it_is(
    client: Client, other: Client, owner: User, at_once: RunCommitHooks
) -> None:
    theirs = UserFactory(role=Role.CLIENT)
    Client.objects.filter(pk=other.pk).update(user=theirs)
    photo, own = with_photo(other, owner, at_once), with_photo(client, owner, at_once)
    record = merge_clients(winner_id=client.pk, loser_id=other.pk, by=owner, wish=Wish(log_in="loser"))
    assert User.objects.get(pk=theirs.pk).photo == own
    undo_merge(merge_id=record.pk, by=owner)
    assert User.objects.get(pk=theirs.pk).photo == photo
