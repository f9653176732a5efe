"""A person's own photo. Rooms above may keep that of a role: a client's is the one of their record."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Protocol

from django.db import transaction

from apps.accounts.events import ProfileChanged
from apps.accounts.models import User
from apps.accounts.services.audit import record
from apps.pictures.policies import register_holder
from apps.pictures.selectors import underway
from apps.pictures.services import forget_photo, receive_photo, stop_photos

if TYPE_CHECKING:
    from uuid import UUID

    from apps.pictures.models import Picture

HOLDER = "person"


class Keeper(Protocol):
    """Whoever keeps the photos of people with a role."""

    def set_photo(self, *, user: User, file: IO[bytes]) -> Picture:
        """Take a photo. Raises InvalidInput on `photo`."""
        ...

    def remove_photo(self, *, user: User) -> None:
        """Take it away."""
        ...

    def place_of(self, user: User) -> tuple[str, UUID] | None:
        """Return holder and subject, as `apps.pictures` knows them; None for somebody whose photo has no place."""
        ...


class OwnRow:
    """Photos of people in their own rows; the holder of those as well (`apps.pictures.policies.Holder`)."""

    def set_photo(self, *, user: User, file: IO[bytes]) -> Picture:
        return receive_photo(holder=HOLDER, subject=user.pk, file=file, by=user)

    def remove_photo(self, *, user: User) -> None:
        with transaction.atomic():
            stop_photos(holder=HOLDER, subject=user.pk)
            user = User.objects.select_for_update().get(pk=user.pk)
            if user.photo:
                forget_photo(_put(user, ""))

    def place_of(self, user: User) -> tuple[str, UUID] | None:
        return HOLDER, user.pk

    def take_photo(self, *, subject: UUID, photo: str, by: User | None) -> str | None:
        user = User.objects.select_for_update().filter(pk=subject).first()
        return None if user is None or user.photo > photo else _put(user, photo)


_keepers: dict[str, Keeper] = {}
_own_row = OwnRow()


def register() -> None:
    """Be the holder of people's photos; called from AppConfig.ready()."""
    register_holder(HOLDER, _own_row)


def register_keeper(role: str, keeper: Keeper) -> None:
    _keepers[role] = keeper


def set_own_photo(*, user: User, file: IO[bytes]) -> Picture:
    """Take a photo of the person; a task shows it once it is made. Raises InvalidInput on `photo`."""
    return _keeper_of(user).set_photo(user=user, file=file)


def remove_own_photo(*, user: User) -> None:
    """Take the person's photo away, and one that is on its way; without one nothing happens."""
    _keeper_of(user).remove_photo(user=user)


def own_photo_underway(user: User) -> Picture | None:
    """Return the photo that the person sent last and that is not there yet, or could not be used."""
    place = _keeper_of(user).place_of(user)
    return underway(*place) if place else None


def mirror_photo(*, user_id: UUID | None, photo: str) -> None:
    """Show a photo that a room above keeps. Must share its transaction."""
    if user_id:
        User.objects.filter(pk=user_id).update(photo=photo)


def _keeper_of(user: User) -> Keeper:
    return _keepers.get(user.role, _own_row)


def _put(user: User, photo: str) -> str:
    """Give a locked person another photo, or none, and return the one from before."""
    before, user.photo = user.photo, photo
    user.save(update_fields=["photo", "updated_at"])
    record(ProfileChanged(user_id=str(user.pk), fields=["photo"]), actor=user)
    return before
