"""Photos on their way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apps.pictures.models import Picture

if TYPE_CHECKING:
    from uuid import UUID


def underway(holder: str, subject: UUID) -> Picture | None:
    """Return the photo that was sent last and is not there yet, or could not be used."""
    return Picture.objects.filter(holder=holder, subject=subject).order_by("-id").first()
