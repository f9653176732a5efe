from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deploy.local import browser, testing
from deploy.local.console import Refusal
from tests.local.conftest import said

if TYPE_CHECKING:
    from deploy.local.supervisor import Supervisor

PROJECT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("given", "needed"),
    [
        ([], True),
        (["tests"], True),
        (["tests/e2e/test_fuzz.py"], True),
        (["tests/front/test_keyboard.py::test_it", "-x"], True),
        (["tests/local", "-q"], False),
    ],
)
def test_who_needs_a_browser(given: list[str], needed: bool) -> None:  # noqa: FBT001 - a parameter of the table
    assert testing._needs_browser(PROJECT, given) is needed


@pytest.mark.parametrize(
    ("given", "passed"),
    [
        ([], ["-n", "3"]),
        (["tests/local", "-k", "port"], ["-n", "3", "tests/local", "-k", "port"]),
        (["-n0", "tests/local"], ["-n0", "tests/local"]),
        (["--pdb"], ["--pdb"]),
    ],
)
def test_three_workers_unless_the_caller_decides(given: list[str], passed: list[str]) -> None:
    assert testing._pytest_arguments(given) == ["-p", "no:valkey", *passed]


@pytest.mark.parametrize(
    ("given", "needed"),
    [
        ([], True),
        (["tests"], True),
        (["-k", "port"], True),
        (["tests/local"], False),
        (["tests/local/test_testing.py::test_x"], False),
    ],
)
def test_only_runs_with_browser_tests_need_a_browser(given: list[str], *, needed: bool) -> None:
    assert testing._needs_browser(PROJECT, given) is needed


def test_a_named_browser_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MECTO_CHROMIUM", "/opt/browser")
    assert browser.find_chromium() == "/opt/browser"


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.delenv("MECTO_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "browsers"))
    return tmp_path


def test_a_browser_on_path_comes_before_playwrights(no_browser: Path) -> None:
    own = no_browser / "browsers" / "chromium-1200" / "chrome-linux64" / "chrome"
    own.parent.mkdir(parents=True)
    own.touch(mode=0o755)
    assert browser.find_chromium() == str(own)
    (no_browser / "chromium").touch(mode=0o755)
    assert browser.find_chromium() == str(no_browser / "chromium")


@pytest.mark.usefixtures("no_browser")
def test_a_missing_browser_fails_in_ci_and_is_told_elsewhere(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(testing, "get_chromium", lambda: (None, ["Playwright: no way out"]))
    monkeypatch.setenv("CI", "true")
    with pytest.raises(Refusal, match="No Chromium"):
        testing._browser(supervisor, needed=True)
    assert testing._browser(supervisor, needed=False) == {}
    monkeypatch.delenv("CI")
    assert testing._browser(supervisor, needed=True) == {}
    assert "No Chromium: install one, or name it in MECTO_CHROMIUM" in said(supervisor)
    assert "Playwright: no way out" in said(supervisor)


@pytest.mark.usefixtures("no_browser")
def test_a_download_that_fails_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYWRIGHT_DOWNLOAD_HOST", "http://127.0.0.1:9")  # where nobody listens
    found, failures = browser.get_chromium()
    assert found is None
    assert [line for line in failures if line.startswith("Playwright:") and "127.0.0.1:9" in line]


@pytest.mark.parametrize(("end", "code"), [("sys.exit(5)", 5), ("os.kill(os.getpid(), 9)", 137)])
def test_the_exit_code_is_passed_on(end: str, code: int) -> None:
    assert testing.run_to_end([sys.executable, "-c", f"import os, sys; {end}"], PROJECT, os.environ) == code
