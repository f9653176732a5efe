"""From whatever was sent to what is kept: new pictures of our own making, upright, in sRGB, with nothing but pixels in them."""

from __future__ import annotations

import io
from typing import IO

from PIL import Image, ImageCms, ImageOps

from apps.common.images.checking import BadPicture, damaged, opened

SQUARES, WIDEST = (96, 384), 1600
SIZES = (*SQUARES, WIDEST)
ORIENTATION = 0x0112
WHITE = (255, 255, 255)
QUALITY = 82


def render(file: IO[bytes]) -> dict[int, bytes]:
    """Return WebP pictures by size: squares cut from the middle, and all of it within 1600 by 1600; none is enlarged.

    Of an animation the first picture counts. Raises BadPicture.
    """
    try:
        whole = _upright(opened(file))
        return {WIDEST: _written(whole)} | {side: _written(_square(whole, side)) for side in SQUARES}
    except BadPicture:
        raise
    except Exception as error:  # a decoder that is fed anything may raise anything
        raise damaged() from error


def _upright(picture: Image.Image) -> Image.Image:
    """Return it small enough, the right way up and in sRGB; the head of the file stays behind."""
    orientation = int(picture.getexif().get(ORIENTATION, 1))
    profile = picture.info.get("icc_profile")
    picture.draft(None, (WIDEST, WIDEST))  # a JPEG is decoded no larger than needed
    plain = _eight_bits(picture)
    plain.thumbnail((WIDEST, WIDEST), reducing_gap=3.0)
    flat = _flat(_srgb(plain, profile))
    bare = Image.new("RGB", flat.size)
    bare.paste(flat)
    bare.getexif()[ORIENTATION] = orientation
    return ImageOps.exif_transpose(bare)


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Return it with eight bits a channel, in a mode that can be made smaller."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.mode in {"P", "PA"}:
        return picture.convert("RGBA")
    if picture.mode in {"1", "F"}:
        return picture.convert("L")
    if picture.mode == "La":
        return picture.convert("LA")
    picture.load()
    return picture


def _srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return it with the colours that its profile meant; a profile that cannot be read counts as none."""
    mode = "RGBA" if picture.mode in {"RGBA", "LA"} else "RGB"
    if profile and picture.mode in {"RGB", "RGBA", "CMYK", "L"}:
        try:
            meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            changed = ImageCms.profileToProfile(picture, meant, ImageCms.createProfile("sRGB"), outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            return picture.convert(mode)
        return changed or picture.convert(mode)
    return picture.convert(mode)


def _flat(picture: Image.Image) -> Image.Image:
    """Return it on white where it can be seen through."""
    if picture.mode != "RGBA":
        return picture
    ground = Image.new("RGB", picture.size, WHITE)
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def _square(picture: Image.Image, side: int) -> Image.Image:
    side = min(side, *picture.size)
    return ImageOps.fit(picture, (side, side), centering=(0.5, 0.4))


def _written(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=QUALITY, exif=b"", icc_profile=b"", xmp=b"")
    return out.getvalue()
