"""Files that nobody needs any more. Each is asked for by a due row in the transaction that lets go of it, so that none stays."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from apps.common import due
from apps.common.photos import photo_files
from apps.common.storage import files
from apps.pictures.models import Picture

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

REMOVE = "apps.pictures.tasks.remove"
AGAIN_AFTER = timedelta(seconds=60)


def remove_files(names: Iterable[str]) -> None:
    """Have files deleted once the transaction holds; a lost task is sent again."""
    for name in names:
        due.do_soon(task=REMOVE, key=name, again_after=AGAIN_AFTER)


def remove_file(*, name: str) -> None:
    """Delete one file. Safe to run any number of times."""
    files().delete(name)
    due.cancel(kind=REMOVE, keys=[name])


def forget_photo(photo: str) -> None:
    """Have the files of a photo deleted that nobody shows any more; nothing for no photo."""
    if photo:
        remove_files(photo_files(photo))


def stop_photos(*, holder: str, subject: UUID) -> None:
    """Let go of what was sent for somebody and is not there yet. Waits for one that is being prepared: it is there then.

    Call before locking the row that holds the photo.
    """
    for picture in Picture.objects.select_for_update().filter(holder=holder, subject=subject).order_by("id"):
        remove_files(picture.files)
        picture.delete()
