"""Pictures as people send them, made on the spot."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

GPS, CAMERA, ORIENTATION = 0x8825, "Canon of Ada", 0x0112
RED = (200, 30, 30)


def picture(kind: str = "JPEG", size: tuple[int, int] = (400, 300), mode: str = "RGB", **options: Any) -> bytes:
    """Return a picture: red, or what `color` says."""
    image = Image.new(mode, size, options.pop("color", RED if mode == "RGB" else None))
    return written(image, kind, **options)


def written(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def with_place(kind: str = "JPEG", **options: Any) -> bytes:
    """Return one that says where it was taken, and by which camera."""
    exif = Image.Exif()
    exif[0x010F] = CAMERA
    exif[GPS] = {1: "N", 2: (51.0, 30.0, 26.0), 3: "W", 4: (0.0, 7.0, 39.0)}
    return picture(kind, exif=exif, **options)


def sent(content: bytes, name: str = "me.jpg") -> SimpleUploadedFile:
    """Return it as a form gets it."""
    return SimpleUploadedFile(name, content, "image/jpeg")


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))
