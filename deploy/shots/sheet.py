"""The contact sheet: all pictures of a round of shots on one page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from deploy.shots.rounds import Round
    from deploy.shots.taking import Walk

HEAD = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Shots</title>
<style>
body { font: 14px/1.4 system-ui; margin: 24px; background: #e8e8e6; color: #1c1b18 }
h2 { margin: 32px 0 8px } h3 { margin: 16px 0 4px; font-weight: 600 }
.row { display: flex; gap: 12px; align-items: flex-start; overflow-x: auto; padding-bottom: 8px }
figure { margin: 0 } figcaption { font-size: 12px; color: #555 }
img { display: block; height: 420px; width: auto; background: #fff; box-shadow: 0 1px 4px #0003 }
li { font-size: 12px }
</style><h1>Shots</h1>
"""


def write_sheet(folder: Path, walks: list[Walk], missing: dict[str, list[str]]) -> Path:
    """Write `index.html` beside the pictures: a row for each page, then the addresses nobody came to."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = [HEAD, *(_round(walk, folder) for walk in walks), "<h2>Not reached by a link</h2><ul>"]
    parts += [f"<li>{escape(urlconf)}: {escape(', '.join(names))}</li>" for urlconf, names in missing.items()]
    file = folder / "index.html"
    file.write_text("".join([*parts, "</ul></html>"]), encoding="utf-8")
    return file


def _round(walk: Walk, folder: Path) -> str:
    rows = "".join(_row(walk.round, name, address, folder) for name, address in walk.addresses.items())
    return f"<h2>{escape(walk.round.name)}</h2>{rows}"


def _row(tour: Round, name: str, address: str, folder: Path) -> str:
    pictures = [
        (screen.name, f"{tour.name}-{name}-{screen.name}.png")
        for screen in tour.screens
        if (folder / f"{tour.name}-{name}-{screen.name}.png").exists()
    ]
    shown = "".join(
        f'<figure><a href="{escape(file)}"><img src="{escape(file)}" loading="lazy" alt=""></a>'
        f"<figcaption>{escape(screen)}</figcaption></figure>"
        for screen, file in pictures
    )
    return f'<h3>{escape(name)} <small>{escape(address)}</small></h3><div class="row">{shown}</div>' if shown else ""
