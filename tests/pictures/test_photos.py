"""A client's photo and one's own: sent, made, shown, replaced, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apps.accounts.roles import Role
from apps.accounts.services.photos import own_photo_underway, remove_own_photo, set_own_photo
from apps.activity.models import Activity
from apps.clients.models import Client, ClientChange
from apps.clients.services import archive_client, revert_change
from apps.clients.services.access import link_client
from apps.clients.services.photos import HOLDER, remove_client_photo, remove_files_of_client, set_client_photo
from apps.common.errors import Conflict, IllegalTransition, InvalidInput, NotFound, StaleVersion
from apps.common.photos import photo_files
from apps.common.storage import files
from apps.pictures.models import Picture
from apps.pictures.selectors import underway
from apps.pictures.services import prepare_photo
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory
from tests.factories.pictures import opened, picture, sent, with_place
from tests.pictures.conftest import due_of, names, send

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.common.business import BusinessRef
    from tests.harness.tasks import RunCommitHooks


def test_a_photo_is_made_and_shown(
    client: Client,
    owner: User,
    business: BusinessRef,
    store: str,
    celery_inline: list[str],
    run_commit_hooks: RunCommitHooks,
) -> None:
    files().remove_everything()
    with run_commit_hooks():
        made = send(client, owner, with_place())
        assert names() == [f"uploads/{made.pk}"]
        assert client.photo_url == ""
        with run_commit_hooks():
            prepare_photo(picture_id=made.pk)
    client.refresh_from_db()
    assert client.photo == str(made.pk)
    assert names() == sorted(photo_files(client.photo))
    assert client.photo_url.startswith("/files/")
    for name in names():
        content = b"".join(files().chunks(name))
        assert opened(content).format == "WEBP"
        assert not dict(opened(content).getexif())
    assert underway(HOLDER, client.pk) is None
    assert due_of(business) == set()


def test_the_record_tells_of_it(client: Client, owner: User) -> None:
    made = send(client, owner)
    prepare_photo(picture_id=made.pk)
    version = client.version
    client.refresh_from_db()
    assert client.version == version + 1
    change = ClientChange.objects.get(client=client)
    assert (change.fields, change.by, change.version) == ({"photo": ["", str(made.pk)]}, owner, client.version)
    told = Activity.objects.get(name="client.updated")
    assert (told.payload["changed"], told.actor_id) == (["photo"], owner.pk)
    with pytest.raises(Conflict, match="deleted and cannot come back"):
        revert_change(client_id=client.pk, change_id=change.pk, by=owner)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\xff\xd8\xff\xe0 nothing more"])
def test_what_is_no_photo_is_refused_before_anything_is_kept(
    content: bytes, client: Client, owner: User, business: BusinessRef
) -> None:
    with pytest.raises(InvalidInput) as refused:
        set_client_photo(client_id=client.pk, by=owner, file=sent(content))
    assert list(refused.value.fields) == ["photo"]
    assert (names(), Picture.objects.count(), due_of(business)) == ([], 0, set())


def test_a_damaged_one_says_so_and_the_old_one_stays(client: Client, owner: User, at_once: RunCommitHooks) -> None:
    first = send(client, owner)
    prepare_photo(picture_id=first.pk)
    whole = picture(size=(900, 900), color=None)
    with at_once():
        damaged = send(client, owner, whole[: len(whole) // 2])
    client.refresh_from_db()
    assert client.photo == str(first.pk)
    waiting = underway(HOLDER, client.pk)
    assert waiting is not None
    assert (waiting.pk, waiting.is_refused) == (damaged.pk, True)
    assert "damaged" in waiting.reason
    assert f"uploads/{damaged.pk}" not in names()
    with at_once():
        send(client, owner)
    assert underway(HOLDER, client.pk) is None


def test_replaced_and_removed_photos_leave_no_files(client: Client, owner: User, at_once: RunCommitHooks) -> None:
    for _ in range(2):
        with at_once():
            send(client, owner)
    client.refresh_from_db()
    assert names() == sorted(photo_files(client.photo))
    with at_once():
        remove_client_photo(client_id=client.pk, by=owner)
    client.refresh_from_db()
    assert (client.photo, client.photo_url, names()) == ("", "", [])
    version = client.version
    assert remove_client_photo(client_id=client.pk, by=owner).version == version


def test_removing_stops_one_that_is_on_its_way(client: Client, owner: User, at_once: RunCommitHooks) -> None:
    with at_once():
        made = send(client, owner)
        remove_client_photo(client_id=client.pk, by=owner)
    prepare_photo(picture_id=made.pk)
    client.refresh_from_db()
    assert (client.photo, names()) == ("", [])


def test_of_two_at_once_the_later_stays(client: Client, owner: User, at_once: RunCommitHooks) -> None:
    """Whichever worker is done first."""
    with at_once():
        first, second = send(client, owner), send(client, owner)
        prepare_photo(picture_id=second.pk)
        prepare_photo(picture_id=first.pk)
    client.refresh_from_db()
    assert client.photo == str(second.pk)
    assert names() == sorted(photo_files(client.photo))
    assert ClientChange.objects.filter(client=client).count() == 1


def test_one_that_is_stale_or_archived_is_refused(client: Client, owner: User) -> None:
    with pytest.raises(StaleVersion):
        set_client_photo(client_id=client.pk, by=owner, file=sent(picture()), expected_version=client.version + 1)
    archive_client(client_id=client.pk, by=owner)
    with pytest.raises(IllegalTransition):
        send(client, owner)
    assert names() == []


def test_a_trainer_and_a_client_set_only_what_they_may_see(client: Client, trainer: User, client_user: User) -> None:
    other = ClientFactory(trainer=UserFactory(role=Role.TRAINER))
    for person in (trainer, client_user):
        with pytest.raises(NotFound):
            send(other, person)
    assert names() == []


def test_a_client_who_is_gone_gets_none(client: Client, owner: User, at_once: RunCommitHooks) -> None:
    with at_once():
        made = send(client, owner)
        Client.objects.filter(pk=client.pk).delete()
    assert names() == []
    assert not Picture.objects.filter(pk=made.pk).exists()


def test_all_files_of_a_client_go(client: Client, owner: User, at_once: RunCommitHooks) -> None:
    with at_once():
        send(client, owner)
    with at_once():
        remove_files_of_client(client.pk)
        remove_files_of_client(client.pk)
    assert names() == []


def test_ones_own_photo(trainer: User, at_once: RunCommitHooks) -> None:
    with at_once():
        made = set_own_photo(user=trainer, file=sent(picture("PNG")))
    trainer.refresh_from_db()
    assert (trainer.photo, own_photo_underway(trainer)) == (str(made.pk), None)
    assert Activity.objects.get(name="account.profile_changed").payload["fields"] == ["photo"]
    with at_once():
        remove_own_photo(user=trainer)
    trainer.refresh_from_db()
    assert (trainer.photo, names()) == ("", [])


def test_a_clients_own_photo_is_the_one_of_the_record(
    client: Client, owner: User, client_user: User, at_once: RunCommitHooks
) -> None:
    with at_once():
        send(client, owner)
    link_client(client_id=client.pk, user=client_user)
    client_user.refresh_from_db()
    client.refresh_from_db()
    assert client_user.photo == client.photo != ""
    with at_once():
        made = set_own_photo(user=client_user, file=sent(picture()))
    client.refresh_from_db()
    client_user.refresh_from_db()
    assert client.photo == client_user.photo == str(made.pk)
    assert ClientChange.objects.filter(client=client, by=client_user).count() == 1
    with at_once():
        remove_own_photo(user=client_user)
    client.refresh_from_db()
    client_user.refresh_from_db()
    assert (client.photo, client_user.photo, names()) == ("", "", [])


def test_a_client_without_a_record_has_none(client_user: User) -> None:
    with pytest.raises(NotFound):
        set_own_photo(user=client_user, file=sent(picture()))
