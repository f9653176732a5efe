"""The icon set, read once from templates/components/icons.svg."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

SPRITE = Path(__file__).parents[3] / "templates" / "components" / "icons.svg"
PREFIX = "mf-"
SYMBOL = re.compile(r'<symbol id="mf-([a-z-]+)" viewBox="0 0 20 20">(.*?)</symbol>', re.DOTALL)


@cache
def shapes() -> dict[str, str]:
    """Return the drawing of each icon by its name without the prefix."""
    return dict(SYMBOL.findall(SPRITE.read_text(encoding="utf-8")))
