"""One's own photo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.accounts.services.photos import own_photo_underway, remove_own_photo, set_own_photo
from apps.common.views.photos import PhotoPage, PhotoProgress, PhotoRemoval, Whose

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.pictures.models import Picture

URLS = {
    "photo": "account_photo",
    "removal": "account_photo_remove",
    "progress": "account_photo_progress",
    "back": "account",
}


def own_urls() -> dict[str, str]:
    return {name: reverse(url) for name, url in URLS.items()}


class _Own(PermissionRequired, Whose):
    permission = Permission.ACCOUNT_OWN

    def owner(self) -> User:
        return self.person

    def urls(self) -> dict[str, str]:
        return own_urls()

    def underway(self) -> Picture | None:
        return own_photo_underway(self.person)


class OwnPhotoView(_Own, PhotoPage):
    def send(self, file: Any) -> None:
        set_own_photo(user=self.person, file=file)


class RemoveOwnPhotoView(_Own, PhotoRemoval):
    def remove(self) -> None:
        remove_own_photo(user=self.person)


class OwnPhotoProgressView(_Own, PhotoProgress):
    pass
