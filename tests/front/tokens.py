"""Reads the colours of tokens.css for a theme and a brand."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.front.color import Color

SHEET = Path(__file__).parents[2] / "static" / "src" / "styles" / "tokens.css"
DECLARATION = re.compile(r"^\s*--([\w-]+):\s*(.+?);", re.MULTILINE | re.DOTALL)
REFERENCE = re.compile(r"var\(--([\w-]+)\)")
PRODUCT = re.compile(r"calc\(([\d.]+) \* ([\d.]+)\)")
OKLCH = re.compile(r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)")


@cache
def written() -> dict[str, str]:
    """Return each token as the sheet has it, read once."""
    return dict(DECLARATION.findall(SHEET.read_text(encoding="utf-8")))


class Tokens:
    """The tokens of one theme ("light" or "dark") with one brand."""

    def __init__(self, theme: str, hue: float, chroma: float) -> None:
        self.side = 0 if theme == "light" else 1
        self.values = written() | {"brand-h": str(hue), "brand-c": str(chroma)}

    def color(self, name: str) -> Color:
        """Return the token's colour; an error if it is not an opaque OKLCH colour."""
        value = self._plain(self.values[name])
        found = OKLCH.fullmatch(value)
        if not found:
            message = f"--{name} is not a plain colour: {value}"
            raise ValueError(message)
        lightness, chroma, hue = (float(part) for part in found.groups())
        return lightness, chroma, hue

    def _plain(self, value: str) -> str:
        if value.startswith("light-dark("):
            value = halves(value.removeprefix("light-dark(")[:-1])[self.side]
        while found := REFERENCE.search(value):
            value = value.replace(found[0], self._plain(self.values[found[1]]))
        return PRODUCT.sub(lambda match: f"{float(match[1]) * float(match[2]):.6f}", value)


def halves(text: str) -> tuple[str, str]:
    """Split at the comma outside brackets."""
    depth = 0
    for place, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            return text[:place].strip(), text[place + 1 :].strip()
    raise ValueError(text)
