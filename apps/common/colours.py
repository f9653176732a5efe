"""Brand colours as sRGB, for where style sheets cannot go: letters."""

from __future__ import annotations

import math

LINEAR_BELOW = 0.0031308  # of the sRGB transfer function (IEC 61966-2-1)


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
