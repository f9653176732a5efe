"""Photos, outside the request."""

from __future__ import annotations

from celery import shared_task

from apps.pictures.services.preparing import PREPARE, prepare_photo
from apps.pictures.services.removing import REMOVE, remove_file


@shared_task(name=PREPARE)
def prepare(picture_id: str) -> None:
    """Make the photo of what was sent; also the kind of the due row that the sweeper sends."""
    prepare_photo(picture_id=picture_id)


@shared_task(name=REMOVE)
def remove(name: str) -> None:
    """Delete a file; also the kind of the due row that the sweeper sends."""
    remove_file(name=name)
