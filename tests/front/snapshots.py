"""A component's look as text: the size, colours and shape of each kind of element on a stage of the style page."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER = Path(__file__).parent / "snapshots"
WRITES = os.environ.get("MECTO_SNAPSHOTS") == "write"

# One line for each tag with its classes, where it stands first. Sizes are rounded to 4 px: the same font measures a
# little differently in another Chromium.
READ = """part => {
  const round = value => Math.round(value / 4) * 4;
  const short = value => value.replace(/(?<![\\d.])0px/g, '0').replace(/oklch\\(([^)]+)\\)/g, (_, inner) => `(${inner})`);
  const clear = new Set(['rgba(0, 0, 0, 0)', 'oklch(0 0 0 / 0)']);
  const lines = new Map();
  for (const element of document.querySelectorAll(`#${part} .stage *`)) {
    if (element.closest('svg') && !element.matches('svg.icon, svg.chart, svg.spark')) continue;
    if (!element.checkVisibility() || element.matches('option, path, br')) continue;
    const state = ['disabled', 'aria-busy', 'aria-sort', 'aria-current', 'aria-selected', 'aria-invalid', 'open']
      .filter(name => element.hasAttribute(name) && element.getAttribute(name) !== 'false').map(name => `[${name}]`).join('');
    const parent = element.parentElement.classList[0] ?? element.parentElement.localName;
    const classes = [...element.classList].filter(name => !/^(hue|pct|at|wide)-/.test(name));
    const name = `${parent} > ${[element.localName, ...classes].join('.')}${state}`;
    if (lines.has(name)) continue;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const said = [
      `${round(box.width)}x${round(box.height)}`,
      style.display,
      `${parseFloat(style.fontSize)}/${style.fontWeight}`,
      `fg ${short(style.color)}`,
      !clear.has(style.backgroundColor) && `bg ${short(style.backgroundColor)}`,
      style.padding !== '0px' && `pad ${short(style.padding)}`,
      style.margin !== '0px' && `mar ${short(style.margin)}`,
      style.borderRadius !== '0px' && `r ${style.borderRadius}`,
      style.boxShadow !== 'none' && `sh ${short(style.boxShadow)}`,
      style.opacity !== '1' && `op ${style.opacity}`,
      style.position !== 'static' && style.position,
    ];
    lines.set(name, `${name}  ${said.filter(Boolean).join(' | ')}`);
  }
  return [...lines.values()].join('\\n');
}"""


def read(page: Page, part: str) -> str:
    """Return the look of one part of the style page."""
    return str(page.evaluate(READ, part)) + "\n"


def kept(name: str, look: str) -> str:
    """Return what the look was when somebody last looked; with MECTO_SNAPSHOTS=write that is now."""
    file = FOLDER / f"{name}.txt"
    if WRITES:
        file.parent.mkdir(exist_ok=True)
        file.write_text(look, encoding="utf-8")
    return file.read_text(encoding="utf-8") if file.exists() else ""
