"""Pictures of every page: refused when nothing runs; the contact sheet names what it shows and what it missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deploy.local import shots
from deploy.shots.rounds import ROUNDS
from deploy.shots.sheet import write_sheet
from deploy.shots.taking import Walk
from tests.architecture.files import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_without_a_running_product_nothing_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert shots.main(PROJECT, ["--data", str(tmp_path), "--out", str(out)]) == 1
    assert "Start `manage.py up` first." in capsys.readouterr().err
    assert not out.exists()


def test_the_sheet_shows_what_was_taken_and_names_what_was_not(tmp_path: Path) -> None:
    (tmp_path / "owner-clients-1440-light.png").write_bytes(b"")
    owner = next(tour for tour in ROUNDS if tour.name == "owner")
    walk = Walk(owner, "http://demo", tmp_path, "", {"clients": "/clients/<", "team": "/team/"})
    sheet = write_sheet(tmp_path, [walk], {"config.urls.business": ["session_move"]}).read_text(encoding="utf-8")
    assert 'src="owner-clients-1440-light.png"' in sheet
    assert "/clients/&lt;" in sheet
    assert "360-dark" not in sheet
    assert "config.urls.business: session_move" in sheet


def test_every_page_is_seen_at_three_widths_in_both_themes() -> None:
    owner = next(tour for tour in ROUNDS if tour.name == "owner")
    assert {(screen.width, screen.theme) for screen in owner.screens} == {
        (width, theme) for width in (1440, 768, 360) for theme in ("light", "dark")
    }
