from __future__ import annotations

import re

import pytest

from tests.front.color import contrast
from tests.front.tokens import SHEET, Tokens

TEXT = [
    ("text", "surface"), ("text", "canvas"), ("text", "sunken"), ("text", "raised"),
    ("text-2", "surface"), ("text-2", "canvas"), ("text-2", "sunken"),
    ("text-3", "surface"), ("text-3", "canvas"), ("text-3", "sunken"), ("text-3", "brand-soft"), ("text-3", "raised"),
    ("on-brand", "brand"), ("on-brand", "brand-hover"), ("brand-text", "surface"), ("brand-text", "brand-soft"),
    ("brand-text", "canvas"), ("on-deep", "deep"), ("on-deep-2", "deep"), ("on-deep", "deep-2"), ("deep-accent", "deep"),
    ("brand-900", "on-deep"),
    ("ok-text", "ok-soft"), ("warn-text", "warn-soft"), ("danger-text", "danger-soft"), ("info-text", "info-soft"),
    ("ok-text", "surface"), ("danger-text", "surface"), ("on-danger", "danger-solid"),
    ("personal-text", "personal-soft"), ("group-text", "group-soft"), ("online-text", "online-soft"),
    ("on-ink", "ink"), ("on-ink-2", "ink"),
]  # fmt: skip
MARKS = [
    ("control", "surface"), ("brand", "surface"), ("ok", "surface"), ("warn", "surface"), ("danger", "surface"),
    ("info", "surface"), ("personal", "surface"), ("group", "surface"), ("online", "surface"), ("personal", "personal-soft"),
    ("group", "group-soft"), ("online", "online-soft"), ("mark", "surface"), ("ink-ok", "ink"),
]  # fmt: skip
HUES = range(0, 360, 10)
CHROMAS = (0.04, 0.085, 0.14, 0.17)


def worst(pair: tuple[str, str], theme: str) -> float:
    return min(
        contrast(tokens.color(pair[0]), tokens.color(pair[1]))
        for hue in HUES
        for chroma in CHROMAS
        for tokens in [Tokens(theme, hue, chroma)]
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("pair", TEXT, ids=" on ".join)
def test_text_reads_on_its_ground_for_every_brand(pair: tuple[str, str], theme: str) -> None:
    assert worst(pair, theme) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("pair", MARKS, ids=" on ".join)
def test_edges_and_marks_can_be_seen_for_every_brand(pair: tuple[str, str], theme: str) -> None:
    assert worst(pair, theme) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_initials_read_on_their_tint(theme: str) -> None:
    sheet = (SHEET.parent / "components" / "avatar.css").read_text(encoding="utf-8")
    pairs = re.findall(
        r"light-dark\(oklch\(([\d.]+) ([\d.]+) var\(--hue\)\), oklch\(([\d.]+) ([\d.]+) var\(--hue\)\)\)", sheet
    )
    assert len(pairs) == 2
    ground, text = ([float(part) for part in (pair[:2] if theme == "light" else pair[2:])] for pair in pairs)
    assert min(contrast((*ground, hue), (*text, hue)) for hue in range(20, 380, 30)) >= 4.5  # type: ignore[arg-type] # two parts and a hue


def test_colours_are_written_in_the_tokens_only() -> None:
    allowed = {"tokens.css", "avatar.css", "print.css"}
    for sheet in SHEET.parent.rglob("*.css"):
        if sheet.name in allowed:
            continue
        plain = re.findall(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(", sheet.read_text(encoding="utf-8"), re.IGNORECASE)
        assert plain == [], sheet.name
