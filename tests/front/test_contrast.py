"""Every text of the style page on the ground it really stands on, for brands of every hue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tenants.console.style.specimens import COLOURS
from tests.front.test_tokens import MARKS, TEXT
from tests.front.tokens import SHEET, Tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.front.windows import Visit

HUES = list(range(0, 360, 30))
# Relative luminance and contrast ratio by WCAG 2.2; colours become sRGB by drawing them.
MEASURE = """hues => {
  const context = Object.assign(document.createElement('canvas'), {width: 1, height: 1}).getContext('2d', {willReadFrequently: true});
  const known = new Map();
  const rgba = color => {
    if (!known.has(color)) {
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = color;
      context.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
      known.set(color, [r, g, b, a / 255]);
    }
    return known.get(color);
  };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const ground = element => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      layers.push(rgba(getComputedStyle(at).backgroundColor));
      if (layers.at(-1)[3] === 1) break;
    }
    return layers.reduceRight((under, layer) => over(layer, under), [255, 255, 255, 1]);
  };
  const luminance = color => {
    const [r, g, b] = color.map(value => value / 255).map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const texts = [...document.querySelectorAll('.stage *')].filter(element =>
    [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())
    && element.checkVisibility() && !element.closest('svg, option, .visually-hidden, [aria-busy], :disabled, .phone-code:has(+ :disabled)')
    && !element.closest('.field')?.querySelector(':disabled'));
  const found = [];
  for (const hue of hues) {
    document.documentElement.style.setProperty('--brand-h', hue);
    for (const element of texts) {
      const under = ground(element);
      const [one, other] = [luminance(over(rgba(getComputedStyle(element).color), under)), luminance(under)];
      const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      if (ratio < 4.5) found.push(`${ratio.toFixed(2)} at hue ${hue}: ${element.outerHTML.slice(0, 90)}`);
    }
  }
  return {texts: texts.length, found};
}"""


@pytest.mark.e2e
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_on_the_style_page_can_be_read(visit: Callable[..., Visit], theme: str) -> None:
    page = visit(theme=theme).open(f"style-{theme}")
    page.locator("[role=tablist]").wait_for()
    measured = page.evaluate(MEASURE, HUES)
    assert measured["texts"] > 250
    assert measured["found"] == []


def test_every_colour_of_text_has_its_pair() -> None:
    """A new text colour must say on what it stands; the pairs are measured in test_tokens."""
    names = Tokens("light", 196, 0.085).values
    texts = {name for name in names if name.startswith(("text", "on-")) or name.endswith("-text")}
    assert texts - {text for text, _ground in TEXT} - {"w-text"} == set()
    kinds = {"ok", "warn", "danger", "info", "personal", "group", "online", "control", "mark", "brand"}
    assert kinds - {mark for mark, _ground in MARKS} == set()


def test_the_style_page_shows_every_colour() -> None:
    text = SHEET.read_text(encoding="utf-8")
    written = [
        name
        for name, value in Tokens("light", 196, 0.085).values.items()
        if "oklch(" in value or "var(--brand-" in value
    ]
    assert "brand-600" in text
    assert [name for name in written if name not in COLOURS and not name.startswith("e")] == []
    assert set(COLOURS) - set(written) == set()
