"""Is it a picture, of a kind and size that we take? Answered from its first bytes and its head; nothing is decoded."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING

import pillow_heif
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
MEGA = 1_000_000
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1"}

pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
Image.MAX_IMAGE_PIXELS = None  # its limit warns or raises as it likes; ours is looked at before anything is decoded


class BadPicture(Exception):
    """A picture that cannot be taken; the message says why, to the person who sent it."""


def check(file: IO[bytes]) -> None:
    """Raise BadPicture for what is no JPEG, PNG, WebP or HEIC, or more than 20 MB or 50 megapixels."""
    size = file.seek(0, os.SEEK_END)
    if not size:
        raise BadPicture(_("The file is empty."))
    if size > MAX_BYTES:
        raise BadPicture(_("The photo has %(size).1f MB; at most 20 MB can be sent.") % {"size": size / 1024 / 1024})
    opened(file)


def opened(file: IO[bytes]) -> ImageFile:
    """Return the picture, not decoded yet. Raises BadPicture as `check` does."""
    kind = _kind_of(file)
    file.seek(0)
    try:
        picture = Image.open(file, formats=[kind])
    except UnidentifiedImageError as error:
        raise damaged() from error
    except Exception as error:  # a parser that is fed anything may raise anything
        raise damaged() from error
    width, height = picture.size
    if width * height > MAX_PIXELS:
        words = {"pixels": width * height / MEGA, "width": width, "height": height}
        raise BadPicture(
            _("The photo has %(pixels).1f megapixels (%(width)d × %(height)d); at most 50 can be taken.") % words
        )
    return picture


def damaged() -> BadPicture:
    """Return the refusal of a picture that is cut short or broken."""
    return BadPicture(_("The photo is damaged or was cut short. Choose another, or open it and save it again."))


def _kind_of(file: IO[bytes]) -> str:
    """Return Pillow's name of the kind that the first bytes are of; the file's name counts for nothing."""
    file.seek(0)
    head = file.read(12)
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        return "HEIF"
    raise BadPicture(_("Choose a JPEG, PNG, WebP or HEIC photo. This file is something else, whatever its name says."))
