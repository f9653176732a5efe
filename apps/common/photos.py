"""A row with a photo: three stored sizes, each at an address that expires. Drawing it asks the database for nothing."""

from __future__ import annotations

from django.db import models

from apps.common.images.rendering import SIZES, SQUARES
from apps.common.storage.addresses import address_of

SMALL, MEDIUM = SQUARES
LARGE = SIZES[-1]


def photo_files(photo: str) -> list[str]:
    """Return the names of a photo's stored files."""
    return [file_of(photo, size) for size in SIZES]


def file_of(photo: str, size: int) -> str:
    """Return the name of one."""
    return f"photos/{photo}-{size}.webp"


class Pictured(models.Model):
    """Somebody with a photo: `photo` is the id it is stored under, empty for none. Only `apps.pictures` makes one."""

    # The database knows the default too, for code from before.
    photo = models.CharField(max_length=36, blank=True, default="", db_default="", editable=False)

    class Meta:
        abstract = True

    @property
    def photo_url(self) -> str:
        """The address of the small square; empty for none."""
        return self.photo_address(SMALL)

    @property
    def photo_medium_url(self) -> str:
        return self.photo_address(MEDIUM)

    def photo_address(self, size: int) -> str:
        return address_of(file_of(self.photo, size)) if self.photo else ""
