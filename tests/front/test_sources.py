"""What must hold for the sources: icons that exist, no address in the lock file, nothing inline, one idea a file."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from apps.common.templatetags.sprite import PREFIX, SPRITE, shapes

ROOT = Path(__file__).parents[2]
MAIL = ROOT / "templates" / "emails"  # programs that read mail know no style sheet: theirs is inline
TEMPLATES = sorted(
    page
    for page in [*ROOT.glob("templates/**/*.html"), *ROOT.glob("tests/front/pages/*.html")]
    if not page.is_relative_to(MAIL)
)
ICON_TAG = re.compile(r"""{%\s*icon\s+"([\w-]+)"|{%\s*event_row\s+"([\w-]+)"|\bicon="([\w-]+)\"""")
ICON_CALL = re.compile(r"""\bicon\("([\w-]+)"|\bicon="([\w-]+)\"""")
TAG = re.compile(r"{%.*?%}", re.DOTALL)
INLINE = re.compile(
    r"""\sstyle=|\son[a-z]+=|<style\b|<script\b(?![^>]*\b(?:src=|type="application/json"))|javascript:|\shx-on""",
    re.IGNORECASE,
)


def used_icons() -> set[str]:
    names: set[str] = set()
    for template in TEMPLATES:
        names |= {name for found in ICON_TAG.findall(template.read_text(encoding="utf-8")) for name in found}
    for folder in ("apps", "tenants"):
        for module in (ROOT / folder).rglob("*.py"):
            names |= {name for found in ICON_CALL.findall(module.read_text(encoding="utf-8")) for name in found}
    return names - {""}


def test_every_icon_in_use_is_drawn() -> None:
    used = used_icons()
    assert "calendar" in used
    assert used - set(shapes()) == set()


def test_every_symbol_is_read_and_carries_the_prefix() -> None:
    sprite = SPRITE.read_text(encoding="utf-8")
    assert len(re.findall("<symbol", sprite)) == len(shapes())
    assert all(identity.startswith(PREFIX) for identity in re.findall(r'id="([^"]+)"', sprite))


def test_the_lock_file_names_no_address() -> None:
    text = (ROOT / "static" / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in text
    packages = json.loads(text)["packages"]
    assert all("integrity" in package for path, package in packages.items() if path)


def test_dependencies_are_pinned_exactly() -> None:
    package = json.loads((ROOT / "static" / "package.json").read_text(encoding="utf-8"))
    pins = {**package["dependencies"], **package["devDependencies"]}
    assert [name for name, version in pins.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_inline_and_no_template_hides_a_component(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert INLINE.findall(TAG.sub("", text)) == []
    assert len(text.splitlines()) <= 120
