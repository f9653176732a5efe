"""A client's photo over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from apps.clients.services.photos import HOLDER, remove_client_photo, set_client_photo
from apps.common.api.photos import PhotoStandingSerializer, PhotoUploadSerializer, standing
from apps.common.api.views import ResourceViewSet
from apps.pictures.selectors import underway

if TYPE_CHECKING:
    from uuid import UUID

    from rest_framework.request import Request

    from apps.accounts.models import User
    from apps.clients.models import Client


class PhotoActions(ResourceViewSet):
    """The sub-resource `clients/{id}/photo/`."""

    @property
    def sender(self) -> User:
        return cast("User", self.request.user)

    @extend_schema(responses=PhotoStandingSerializer)
    @action(detail=True, methods=["get"], parser_classes=[MultiPartParser])
    def photo(self, request: Request, pk: UUID) -> Response:
        """Return the photo there is, and whether one is being prepared."""
        return self._stands(self.get_object())

    @extend_schema(request={"multipart/form-data": PhotoUploadSerializer}, responses={202: PhotoStandingSerializer})
    @photo.mapping.put
    def set_photo(self, request: Request, pk: UUID) -> Response:
        """Send a photo. It is made new without anything but the picture; until then the old one stays. Honours If-Match."""
        client = self.get_object()
        file, version = self.validated(PhotoUploadSerializer)["photo"], self.if_match()
        set_client_photo(client_id=client.pk, by=self.sender, file=file, expected_version=version)
        return self._stands(client, status=202)

    @extend_schema(request=None, responses={204: None})
    @photo.mapping.delete
    def remove_photo(self, request: Request, pk: UUID) -> Response:
        """Take the photo away and delete its files. Honours If-Match."""
        client, version = self.get_object(), self.if_match()
        remove_client_photo(client_id=client.pk, by=self.sender, expected_version=version)
        return Response(status=204)

    def _stands(self, client: Client, status: int = 200) -> Response:
        return Response(PhotoStandingSerializer(standing(client, underway(HOLDER, client.pk))).data, status=status)
