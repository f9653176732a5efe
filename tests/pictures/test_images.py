"""What is accepted as a photo, and what becomes of it."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw

from apps.common.images import MAX_BYTES, SIZES, BadPicture, check, render
from tests.factories.pictures import CAMERA, GPS, ORIENTATION, RED, opened, picture, with_place, written

KINDS = ["JPEG", "PNG", "WEBP", "HEIF"]


def rendered(content: bytes) -> dict[int, bytes]:
    check(io.BytesIO(content))
    return render(io.BytesIO(content))


def colour_of(content: bytes) -> Any:
    small = opened(content)
    return small.getpixel((small.width // 2, small.height // 2))


def is_near(one: Any, other: Any) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_becomes_three_sizes(kind: str) -> None:
    made = rendered(picture(kind, (2000, 1000)))
    assert {size: opened(content).size for size, content in made.items()} == {
        96: (96, 96),
        384: (384, 384),
        1600: (1600, 800),
    }
    assert {opened(content).format for content in made.values()} == {"WEBP"}
    assert all(is_near(colour_of(content), RED) for content in made.values())


def test_none_is_enlarged() -> None:
    assert {opened(content).size for content in rendered(picture(size=(50, 40))).values()} == {(40, 40), (50, 40)}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_but_pixels_is_left(kind: str) -> None:
    content = with_place(kind)
    assert CAMERA.encode() in content
    assert opened(content).getexif().get_ifd(GPS)
    for made in rendered(content).values():
        assert CAMERA.encode() not in made
        assert (dict(opened(made).getexif()), opened(made).info.get("exif"), opened(made).info.get("xmp")) == (
            {},
            None,
            None,
        )
        assert b"EXIF" not in made
        assert b"XMP" not in made


def test_what_hides_behind_a_picture_stays_behind() -> None:
    """A page, a program or an archive after the end of a JPEG makes it several things at once."""
    payload = b"<script>alert(1)</script><?php system($_GET[0]); ?>PK\x03\x04"
    comment = b"\xff\xfe" + struct.pack(">H", len(payload) + 2) + payload
    content = picture()
    for made in rendered(content[:2] + comment + content[2:] + payload).values():
        assert not any(part in made for part in (b"script", b"php", b"PK\x03\x04"))


@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a" + b"\0" * 100,
        b"%PDF-1.7 and so on",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"PK\x03\x04" + b"\0" * 50,
        b"\0\0\0\x1cftypavif" + b"\0" * 50,
        b"BM" + b"\0" * 60,
        b"\x7fELF",
    ],
)
def test_other_kinds_are_refused_whatever_their_name(content: bytes) -> None:
    with pytest.raises(BadPicture, match="Choose a JPEG, PNG, WebP or HEIC photo"):
        check(io.BytesIO(content))


def test_an_empty_and_a_large_file_are_refused() -> None:
    with pytest.raises(BadPicture, match="empty"):
        check(io.BytesIO(b""))
    with pytest.raises(BadPicture, match=r"20\.0 MB; at most 20 MB"):
        check(io.BytesIO(picture() + b"\0" * MAX_BYTES))


def png_of(width: int, height: int) -> bytes:
    """Return a PNG that says it has this size and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("width", "height"), [(8000, 6251), (60_000, 60_000), (2_000_000_000, 2_000_000_000)])
def test_more_than_fifty_megapixels_are_refused_before_anything_is_decoded(width: int, height: int) -> None:
    """The last two are decompression bombs: a kilobyte that would become gigabytes."""
    with pytest.raises(BadPicture, match=r"megapixels .* at most 50|damaged"):
        check(io.BytesIO(png_of(width, height)))


def test_fifty_megapixels_are_taken() -> None:
    check(io.BytesIO(png_of(8000, 6250)))


def test_a_bomb_that_lies_about_its_size_is_damaged() -> None:
    """A thousand rows are promised and a million bytes of others come."""
    with pytest.raises(BadPicture, match="damaged"):
        render(io.BytesIO(png_of(4000, 4000)))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.02, 0.4, 0.9])
def test_a_file_that_is_cut_short_is_damaged(kind: str, share: float) -> None:
    whole = written(Image.effect_noise((600, 400), 80).convert("RGB"), kind)
    with pytest.raises(BadPicture):
        rendered(whole[: int(len(whole) * share)])


def test_the_way_up_is_kept() -> None:
    """Tag 6: the camera was held upright, so the left of what lies in the file is the top."""
    lying = Image.new("RGB", (400, 200), RED)
    ImageDraw.Draw(lying).rectangle((0, 0, 100, 200), fill=(0, 0, 255))
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    upright = opened(rendered(written(lying, "JPEG", exif=exif))[1600])
    assert upright.size == (200, 400)
    assert is_near(upright.getpixel((100, 40)), (0, 0, 255))
    assert is_near(upright.getpixel((100, 360)), RED)


@pytest.mark.parametrize(
    ("content", "colour"),
    [
        (picture("PNG", mode="RGBA", color=(0, 0, 0, 0)), (255, 255, 255)),
        (picture("PNG", mode="LA", color=(0, 0)), (255, 255, 255)),
        (picture("PNG", mode="L", color=100), (100, 100, 100)),
        (picture("PNG", mode="1", color=1), (255, 255, 255)),
        (picture("PNG", mode="I;16", color=40_000), (156, 156, 156)),
        (picture("JPEG", mode="CMYK", color=(0, 255, 255, 0)), (255, 0, 0)),
        (written(Image.new("RGB", (80, 80), RED).quantize(8), "PNG"), RED),
        (picture("JPEG", icc_profile=b"no profile at all"), RED),
    ],
)
def test_unusual_colours(content: bytes, colour: tuple[int, int, int]) -> None:
    assert all(is_near(colour_of(made), colour) for made in rendered(content).values())


def test_a_profile_is_turned_into_srgb() -> None:
    """A profile in which red and green have changed places: what its red looked like is green."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    tags = {
        srgb[at : at + 4]: struct.unpack(">II", srgb[at + 4 : at + 12]) for at in range(132, 132 + 12 * srgb[131], 12)
    }
    (red, length), (green, _length) = tags[b"rXYZ"], tags[b"gXYZ"]
    swapped = bytearray(srgb)
    swapped[red : red + length], swapped[green : green + length] = (
        srgb[green : green + length],
        srgb[red : red + length],
    )
    profile = bytes(swapped)
    same = rendered(picture(icc_profile=srgb))
    assert is_near(colour_of(same[96]), RED)
    other = rendered(picture(icc_profile=profile))
    assert is_near(colour_of(other[96]), (30, 200, 30))
    assert opened(other[96]).info.get("icc_profile") is None


def test_of_an_animation_the_first_picture_counts() -> None:
    frames = [Image.new("RGB", (100, 100), colour) for colour in (RED, (0, 0, 255))]
    for kind in ("WEBP", "PNG"):
        content = written(frames[0], kind, save_all=True, append_images=frames[1:])
        made = opened(rendered(content)[96])
        assert getattr(made, "n_frames", 1) == 1
        assert is_near(made.getpixel((50, 50)), RED)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(KINDS), st.data())
def test_whatever_is_broken_is_a_picture_or_refused(kind: str, data: st.DataObject) -> None:
    content = bytearray(picture(kind, (40, 30)))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        made = rendered(bytes(content))
    except BadPicture as refusal:
        assert str(refusal)  # noqa: PT017 - either is right
    else:
        assert set(made) == set(SIZES)
