"""Brand colours: what a business chose as the two numbers of its palette, and as sRGB where style sheets cannot go."""

from __future__ import annotations

import math

LINEAR_BELOW, ENCODED_BELOW = 0.0031308, 0.04045  # of the sRGB transfer function (IEC 61966-2-1)
MIN_CHROMA, MAX_CHROMA = 0.04, 0.17  # a palette is neither grey nor louder than a screen can show


def clamped(chroma: float) -> float:
    """Return a chroma that a palette may have."""
    return min(MAX_CHROMA, max(MIN_CHROMA, chroma))


def brand_of(colour: str) -> tuple[int, float]:
    """Return hue (0 to 359) and chroma of the palette for a brand's "#rrggbb"; its lightness is dropped.

    Contrast then holds for any brand: all shades have fixed lightness. Raises ValueError for what is no colour.
    """
    _lightness, chroma, hue = hex_oklch(colour)
    return round(hue) % 360, round(clamped(chroma), 3)


def hex_oklch(colour: str) -> tuple[float, float, float]:
    """Return lightness, chroma and hue in degrees of "#rrggbb" (B. Ottosson, 2020). Raises ValueError."""
    if len(colour) != len("#rrggbb") or not colour.startswith("#"):
        raise ValueError(f"{colour!r} is not #rrggbb.")
    red, green, blue = (_decode(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def oklch_hex(lightness: float, chroma: float, hue: float) -> str:
    """Return "#rrggbb" of an OKLCH colour (B. Ottosson, 2020), clipped to what sRGB can show. `hue` is in degrees."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return "#" + "".join(f"{_encode(value):02x}" for value in linear)


def _encode(linear: float) -> int:
    value = min(1.0, max(0.0, linear))
    encoded = 12.92 * value if value <= LINEAR_BELOW else 1.055 * value ** (1 / 2.4) - 0.055
    return round(255 * encoded)


def _decode(encoded: float) -> float:
    return encoded / 12.92 if encoded <= ENCODED_BELOW else ((encoded + 0.055) / 1.055) ** 2.4
