"""A client's photo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from apps.accounts.permissions import Permission
from apps.clients.selectors import clients_visible_to, present
from apps.clients.services.photos import HOLDER, remove_client_photo, set_client_photo
from apps.clients.views.base import PersonPage
from apps.common.views.photos import PhotoPage, PhotoProgress, PhotoRemoval, Whose
from apps.pictures.selectors import underway

if TYPE_CHECKING:
    from apps.clients.models import Client
    from apps.pictures.models import Picture

URLS = {
    "photo": "client_photo",
    "removal": "client_photo_remove",
    "progress": "client_photo_progress",
    "back": "client",
}


def urls_of(client: Client) -> dict[str, str]:
    return {name: reverse(url, args=[client.pk]) for name, url in URLS.items()}


def photo_words(client: Client) -> dict[str, Any]:
    """Return what a page says of a client's photo that is on its way."""
    return {"picture": underway(HOLDER, client.pk), "urls": urls_of(client)}


class _OfClient(PersonPage, Whose):
    permission = Permission.CLIENTS_EDIT

    @cached_property
    def client(self) -> Client:
        return get_object_or_404(present(clients_visible_to(self.person)), pk=self.kwargs["pk"])

    def owner(self) -> Client:
        return self.client

    def urls(self) -> dict[str, str]:
        return urls_of(self.client)

    def underway(self) -> Picture | None:
        return underway(HOLDER, self.client.pk)


class ClientPhotoView(_OfClient, PhotoPage):
    def send(self, file: Any) -> None:
        set_client_photo(client_id=self.client.pk, by=self.person, file=file)


class RemoveClientPhotoView(_OfClient, PhotoRemoval):
    def remove(self) -> None:
        remove_client_photo(client_id=self.client.pk, by=self.person)


class ClientPhotoProgressView(_OfClient, PhotoProgress):
    pass
