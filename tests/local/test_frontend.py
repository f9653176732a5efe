from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deploy.local import frontend

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a front end whose npm only notes what it was asked."""
    folder = tmp_path / "static"
    (folder / "src").mkdir(parents=True)
    for name in ("package.json", "package-lock.json", "src/main.ts"):
        (folder / name).write_text("{}", encoding="utf-8")
    monkeypatch.setattr(frontend, "PROJECT", tmp_path)
    monkeypatch.setattr(frontend, "SOURCES", folder)

    def npm(*arguments: str) -> None:
        (folder / ("node_modules" if arguments[0] == "ci" else "dist")).mkdir(exist_ok=True)
        with (tmp_path / "calls").open("a", encoding="utf-8") as calls:
            calls.write(arguments[0] + "\n")

    monkeypatch.setattr(frontend, "_npm", npm)
    return folder


def calls(sources: Path) -> list[str]:
    return (sources.parent / "calls").read_text(encoding="utf-8").split()


def test_it_is_built_once(sources: Path) -> None:
    assert not frontend.is_current()
    frontend.build()
    frontend.build()
    assert frontend.is_current()
    assert calls(sources) == ["ci", "run"]


def test_a_build_folder_that_is_a_link_is_no_source_either(sources: Path) -> None:
    before = frontend.fingerprint()
    (sources / "dist").symlink_to(sources / "nowhere")
    assert frontend.fingerprint() == before


def test_a_changed_source_is_built_without_installing_again(sources: Path) -> None:
    frontend.build()
    (sources / "src" / "main.ts").write_text("export {}", encoding="utf-8")
    assert not frontend.is_current()
    frontend.build()
    assert calls(sources) == ["ci", "run", "run"]


def test_changed_pins_are_installed(sources: Path) -> None:
    frontend.build()
    (sources / "package-lock.json").write_text('{"lockfileVersion": 3}', encoding="utf-8")
    frontend.build()
    assert calls(sources) == ["ci", "run", "ci", "run"]


def test_what_the_build_made_is_no_source(sources: Path) -> None:
    frontend.build()
    (sources / "dist" / "main.js").write_text("built", encoding="utf-8")
    (sources / "node_modules" / "package.js").write_text("installed", encoding="utf-8")
    assert frontend.is_current()


def test_a_file_the_build_writes_beside_the_sources_is_no_source(sources: Path) -> None:
    (sources / ".gitignore").write_text("src/made.css\n", encoding="utf-8")
    before = frontend.fingerprint()
    (sources / "src" / "made.css").write_text("made", encoding="utf-8")
    assert frontend.fingerprint() == before
