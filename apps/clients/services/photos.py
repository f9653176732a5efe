"""A client's photo. A task makes it of what was sent (`apps.pictures`); until then the old one stays."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.roles import Role
from apps.accounts.services.photos import mirror_photo, register_keeper
from apps.activity.services import publish
from apps.clients.events import ClientUpdated
from apps.clients.models import Client
from apps.clients.selectors import clients_visible_to
from apps.clients.services.finding import find_client
from apps.clients.services.history import record_change
from apps.common.errors import IllegalTransition, NotFound
from apps.pictures.policies import register_holder
from apps.pictures.services import forget_photo, receive_photo, stop_photos

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User
    from apps.pictures.models import Picture

HOLDER = "client"


def set_client_photo(*, client_id: UUID, by: User, file: IO[bytes], expected_version: int | None = None) -> Picture:
    """Take a photo for a client; a task shows it once it is made, and a change of the record tells of it then.

    Raises NotFound, StaleVersion, IllegalTransition when the client is archived, and InvalidInput on `photo`, before
    anything is kept, for what is no JPEG, PNG, WebP or HEIC, or more than 20 MB or 50 megapixels. Of two sent at once
    the later one stays.
    """
    client = find_client(client_id, by)
    _check(client, expected_version)
    return receive_photo(holder=HOLDER, subject=client.pk, file=file, by=by)


def remove_client_photo(*, client_id: UUID, by: User, expected_version: int | None = None) -> Client:
    """Take a client's photo away, and one that is on its way; without one nothing happens. The files are deleted.

    Raises NotFound, StaleVersion, IllegalTransition when the client is archived.
    """
    with transaction.atomic():
        stop_photos(holder=HOLDER, subject=find_client(client_id, by).pk)
        client = find_client(client_id, by, lock=True)
        _check(client, expected_version)
        if client.photo:
            forget_photo(_put(client, "", by))
    return client


def carry_photo(winner: Client, loser: Client, *, by: User) -> str:
    """Show the loser's photo with a locked winner who has none, and return it; both rows name its files from then on."""
    if winner.photo or not loser.photo:
        return ""
    _put(winner, loser.photo, by)
    return loser.photo


def give_photo_back(winner: Client, photo: str, *, by: User) -> None:
    """Take a carried photo off a locked winner, unless they have another, or none, by now: the loser has kept it."""
    if photo and winner.photo == photo:
        _put(winner, "", by)


def remove_files_of_client(client_id: UUID) -> None:
    """Delete every file that is kept for a client, and what is on its way. Leaves no line in the history."""
    with transaction.atomic():
        stop_photos(holder=HOLDER, subject=client_id)
        client = Client.objects.select_for_update(of=("self",)).filter(pk=client_id).first()
        if client is None or not client.photo:
            return
        photo, client.photo = client.photo, ""
        client.save(update_fields=["photo", "updated_at"])
        forget_photo(_unless_shown(photo))
        mirror_photo(user_id=client.user_id, photo="")


class ClientPhotos:
    """Clients as holders of photos (`apps.pictures.policies.Holder`)."""

    def take_photo(self, *, subject: UUID, photo: str, by: User | None) -> str | None:
        client = Client.objects.select_for_update(of=("self",)).filter(pk=subject).first()
        if client is None or client.photo > photo:
            return None
        return _put(client, photo, by)


class OwnPhotos:
    """The photo that clients set of themselves is the one of their record (`apps.accounts.services.photos.Keeper`)."""

    def set_photo(self, *, user: User, file: IO[bytes]) -> Picture:
        return set_client_photo(client_id=_own(user), by=user, file=file)

    def remove_photo(self, *, user: User) -> None:
        remove_client_photo(client_id=_own(user), by=user)

    def place_of(self, user: User) -> tuple[str, UUID] | None:
        client = clients_visible_to(user).first()
        return (HOLDER, client.pk) if client else None


def register() -> None:
    """Say so to the rooms below."""
    register_holder(HOLDER, ClientPhotos())
    register_keeper(Role.CLIENT, OwnPhotos())


def _own(user: User) -> UUID:
    client = clients_visible_to(user).first()
    if client is None:
        raise NotFound(_("Your log-in belongs to no client yet."))
    return client.pk


def _check(client: Client, expected_version: int | None) -> None:
    client.check_version(expected_version)
    if client.is_archived:
        raise IllegalTransition(_("%(name)s is archived: restore first, then edit.") % {"name": client.full_name})


def _put(client: Client, photo: str, by: User | None) -> str:
    """Give a locked client another photo, or none, and return the one from before that nobody shows any more."""
    before, client.photo = client.photo, photo
    client.touch()
    client.save(update_fields=["photo", "version", "updated_at"])
    mirror_photo(user_id=client.user_id, photo=photo)
    change = record_change(client, before={"photo": before}, by=by)
    event = ClientUpdated(client_id=str(client.pk), changed=["photo"], change_id=str(change.pk))
    publish(event, actor=by, client_ids=[client.pk])
    return _unless_shown(before)


def _unless_shown(photo: str) -> str:
    """Return a photo whose files may go: not one that a merged client, or who they were merged into, still has."""
    return "" if photo and Client.objects.filter(photo=photo).exists() else photo
