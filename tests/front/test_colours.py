"""The palette that a brand's colour gives."""

from __future__ import annotations

import pytest

from apps.common.colours import brand_of, hex_oklch, oklch_hex


@pytest.mark.parametrize("colour", ["#006968", "#c02020", "#ffffff", "#123456", "#f5d400"])
def test_a_colour_survives_the_way_there_and_back(colour: str) -> None:
    assert oklch_hex(*hex_oklch(colour)) == colour


@pytest.mark.parametrize(
    ("colour", "brand"), [("#ff0000", (29, 0.17)), ("#808080", (90, 0.04)), ("#006968", (194, 0.081))]
)
def test_a_brand_keeps_the_hue_and_a_chroma_that_can_be_shown(colour: str, brand: tuple[int, float]) -> None:
    hue, chroma = brand_of(colour)
    assert chroma == brand[1]
    assert colour == "#808080" or hue == brand[0]  # grey has no hue


@pytest.mark.parametrize("text", ["", "red", "#fff", "#zzzzzz", "006968"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"rrggbb|invalid literal"):
        brand_of(text)
