"""One's own photo over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from apps.accounts.api.permissions import person
from apps.accounts.permissions import Permission
from apps.accounts.services.photos import own_photo_underway, remove_own_photo, set_own_photo
from apps.common.api.photos import PhotoStandingSerializer, PhotoUploadSerializer, standing
from apps.common.api.views import ApiMixin

if TYPE_CHECKING:
    from rest_framework.request import Request


@extend_schema(tags=["me"])
class OwnPhotoView(ApiMixin):
    required_permission = Permission.ACCOUNT_OWN
    parser_classes = (MultiPartParser,)

    @extend_schema(operation_id="me_photo_retrieve", responses=PhotoStandingSerializer)
    def get(self, request: Request) -> Response:
        """Return one's own photo, and whether one is being prepared."""
        return _stands(request)

    @extend_schema(
        operation_id="me_photo_update",
        request={"multipart/form-data": PhotoUploadSerializer},
        responses={202: PhotoStandingSerializer},
    )
    def put(self, request: Request) -> Response:
        """Send a photo of oneself. It is made new without anything but the picture; until then the old one stays."""
        body = PhotoUploadSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        set_own_photo(user=person(request), file=body.validated_data["photo"])
        return _stands(request, status=202)

    @extend_schema(operation_id="me_photo_destroy", request=None, responses={204: None})
    def delete(self, request: Request) -> Response:
        """Take one's own photo away and delete its files."""
        remove_own_photo(user=person(request))
        return Response(status=204)


def _stands(request: Request, status: int = 200) -> Response:
    user = person(request)
    return Response(PhotoStandingSerializer(standing(user, own_photo_underway(user))).data, status=status)
