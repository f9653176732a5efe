"""From what was sent to the photo. Runs in a worker: a picture takes seconds and hundreds of megabytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from apps.common import due
from apps.common.images import BadPicture, render
from apps.common.photos import file_of
from apps.common.storage import files
from apps.pictures.models import Picture
from apps.pictures.policies import holder_of
from apps.pictures.services.removing import forget_photo, remove_files

if TYPE_CHECKING:
    from uuid import UUID

PREPARE = "apps.pictures.tasks.prepare"
MOST_ATTEMPTS = 3


def prepare_photo(*, picture_id: UUID | str) -> None:
    """Make the photo and hand it over. Safe to run any number of times, and to be killed anywhere.

    A picture that killed three workers is refused. While one worker prepares it, another leaves it alone.
    """
    Picture.objects.filter(pk=picture_id).update(attempt=F("attempt") + 1)
    with transaction.atomic():
        picture = Picture.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=picture_id).first()
        if picture is None:
            if not Picture.objects.filter(pk=picture_id).exists():
                due.cancel(kind=PREPARE, keys=[str(picture_id)])
            return
        if not picture.is_refused:
            _prepare(picture)
        due.cancel(kind=PREPARE, keys=[str(picture_id)])


def _prepare(picture: Picture) -> None:
    try:
        rendered = _rendered(picture)
    except BadPicture as error:
        picture.refuse(str(error))
        picture.save(update_fields=["reason", "updated_at"])
        remove_files(picture.files)
        return
    for size, content in rendered.items():
        name = file_of(str(picture.pk), size)
        files().delete(name)  # half of it, where an earlier worker was killed
        files().save(name, ContentFile(content))
    _hand_over(picture)


def _rendered(picture: Picture) -> dict[int, bytes]:
    if picture.attempt > MOST_ATTEMPTS:
        raise BadPicture(_("The photo could not be read, in several attempts. Choose another."))
    with files().open(picture.original) as file:
        return render(file)


def _hand_over(picture: Picture) -> None:
    replaced = holder_of(picture.holder).take_photo(subject=picture.subject, photo=str(picture.pk), by=picture.sent_by)
    if replaced is None:
        remove_files(picture.files)
    else:
        forget_photo(replaced)
        remove_files([picture.original])
    picture.delete()
