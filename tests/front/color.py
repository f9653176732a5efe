"""Contrast of colours given in OKLCH.

OKLab by Björn Ottosson (2020); relative luminance and contrast ratio by WCAG 2.2.
"""

from __future__ import annotations

from math import cos, radians, sin

Color = tuple[float, float, float]
"""Lightness 0 to 1, chroma, hue in degrees."""


def linear_rgb(color: Color) -> tuple[float, float, float]:
    """Return linear sRGB, each channel clipped to 0…1 as a screen does."""
    lightness, chroma, hue = color
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return tuple(min(1.0, max(0.0, channel)) for channel in (red, green, blue))  # type: ignore[return-value] # three


def luminance(color: Color) -> float:
    red, green, blue = linear_rgb(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
