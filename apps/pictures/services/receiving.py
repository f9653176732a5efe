"""A photo arrives."""

from __future__ import annotations

from datetime import timedelta
from typing import IO, TYPE_CHECKING, Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from apps.common import due
from apps.common.errors import InvalidInput
from apps.common.ids import uuid7
from apps.common.images import BadPicture, check
from apps.common.storage import files
from apps.pictures.models import Picture
from apps.pictures.services.preparing import PREPARE
from apps.pictures.services.removing import REMOVE

if TYPE_CHECKING:
    from uuid import UUID

ABANDONED = timedelta(hours=1)
AGAIN_AFTER = timedelta(seconds=90)


def receive_photo(*, holder: str, subject: UUID, file: IO[bytes], by: Any) -> Picture:
    """Keep what was sent and have a task make the photo of it; until then the old one stays.

    Raises InvalidInput on `photo`, before anything is kept, for what is no JPEG, PNG, WebP or HEIC, or more than 20 MB or
    50 megapixels. A file whose row is never written is swept within the hour.
    """
    try:
        check(file)
    except BadPicture as error:
        raise InvalidInput({"photo": str(error)}) from error
    picture = Picture(id=uuid7(), holder=holder, subject=subject, sent_by=by)
    due.schedule(kind=REMOVE, key=picture.original, due_at=timezone.now() + ABANDONED)
    file.seek(0)
    files().save(picture.original, File(file))
    with transaction.atomic():
        Picture.objects.filter(holder=holder, subject=subject).exclude(reason="").delete()
        picture.save(force_insert=True)
        due.cancel(kind=REMOVE, keys=[picture.original])
        due.do_soon(task=PREPARE, key=str(picture.pk), again_after=AGAIN_AFTER)
    return picture
