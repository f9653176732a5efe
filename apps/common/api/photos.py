"""Photos as the API shows and takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.common.links import absolute
from apps.common.photos import LARGE, MEDIUM, SMALL

if TYPE_CHECKING:
    from apps.common.photos import Pictured

NAMES = {"small": SMALL, "medium": MEDIUM, "large": LARGE}


class PhotoSerializer(serializers.Serializer[Any]):
    """Addresses of a photo as WebP. They need no log-in and expire within the hour: ask again, keep none."""

    small = serializers.CharField(help_text="96 by 96.")
    medium = serializers.CharField(help_text="384 by 384.")
    large = serializers.CharField(help_text="All of it, within 1600 by 1600.")


@extend_schema_field(PhotoSerializer(allow_null=True))
class PhotoField(serializers.Field[Any, Any, Any, Any]):
    """The addresses of somebody's photo, or null."""

    def __init__(self) -> None:
        super().__init__(source="*", read_only=True)

    def to_representation(self, person: Pictured) -> dict[str, str] | None:
        if not person.photo:
            return None
        return {name: absolute(person.photo_address(size)) for name, size in NAMES.items()}


class PhotoStandingSerializer(serializers.Serializer[Any]):
    """The photo there is, and how the one stands that was sent last."""

    state = serializers.ChoiceField(
        choices=["none", "ready", "preparing", "refused"],
        help_text="`preparing`: ask again in a second. `refused`: `reason` says why; the photo from before stays.",
    )
    reason = serializers.CharField()
    photo = PhotoSerializer(allow_null=True)


class PhotoUploadSerializer(serializers.Serializer[Any]):
    """The file, as multipart/form-data."""

    photo = serializers.FileField(
        allow_empty_file=True, help_text="JPEG, PNG, WebP or HEIC, at most 20 MB and 50 megapixels."
    )


def standing(person: Pictured, picture: Any) -> dict[str, Any]:
    """Return how somebody's photo stands; `picture` is what is on its way, if anything."""
    state = ("refused" if picture.is_refused else "preparing") if picture else ("ready" if person.photo else "none")
    shown = PhotoField().to_representation(person)
    return {"state": state, "reason": picture.reason if picture else "", "photo": shown}
