"""What a page may weigh: all scripts of a page, islands included, under 60 kB over the wire."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.front.windows import DIST

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.front.windows import Visit

MOST = 60_000
STYLES_MOST = 30_000


def weight(*names: str) -> int:
    return sum(len(gzip.compress((DIST / name).read_bytes(), 9)) for name in names)


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return dict(json.loads((DIST / "manifest.json").read_text(encoding="utf-8")))


def test_all_scripts_together_are_light(manifest: dict[str, Any]) -> None:
    scripts = {entry["file"] for entry in manifest.values() if entry["file"].endswith(".js")}
    assert len(scripts) > 4
    assert weight(*scripts) < MOST


def test_styles_are_light(manifest: dict[str, Any]) -> None:
    assert weight(manifest["src/styles/main.css"]["file"]) < STYLES_MOST


@pytest.mark.e2e
def test_a_page_loads_only_what_it_shows(visit: Callable[..., Visit]) -> None:
    window = visit()
    loaded: list[str] = []
    window.page.on("request", lambda request: loaded.append(request.url))
    page = window.open("clients")
    page.wait_for_timeout(200)
    scripts = [url.rpartition("/")[2].partition("-")[0] for url in loaded if url.endswith(".js")]
    assert scripts == ["main"]
    window.answers["/palette/"] = (200, "")
    with page.expect_request("**/palette-*.js"):
        page.keyboard.press("Control+k")
