from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local import bootstrap, environment

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    path = tmp_path / "requirements" / "dev.txt"
    path.parent.mkdir()
    path.write_text("django==6.1.3\n", encoding="ascii")
    return path


@pytest.fixture
def venv(tmp_path: Path, requirements: Path) -> Path:
    """Make what a finished build leaves."""
    made = tmp_path / ".venv"
    (made / "bin").mkdir(parents=True)
    (made / "bin" / "python").symlink_to(sys.executable)
    (made / bootstrap.STAMP).write_text(bootstrap.fingerprint(requirements), encoding="ascii")
    return made


def test_a_finished_environment_is_current(venv: Path, requirements: Path) -> None:
    assert bootstrap.is_current(venv, requirements)


def test_changed_pins_make_it_outdated(venv: Path, requirements: Path) -> None:
    requirements.write_text("django==6.1.4\n", encoding="ascii")
    assert not bootstrap.is_current(venv, requirements)


def test_a_build_that_was_cut_short_counts_for_nothing(venv: Path, requirements: Path) -> None:
    (venv / bootstrap.STAMP).unlink()
    assert not bootstrap.is_current(venv, requirements)


def test_a_python_that_was_removed_makes_it_outdated(venv: Path, requirements: Path) -> None:
    (venv / "bin" / "python").unlink()
    (venv / "bin" / "python").symlink_to(venv / "gone")
    assert not bootstrap.is_current(venv, requirements)


def warm(code: str, **changes: str) -> str:
    """Run code after a bootstrap with nothing to do."""
    outside = {name: value for name, value in os.environ.items() if name not in {"MECTO_NO_BOOTSTRAP", "ENVIRONMENT"}}
    script = f"import sys; from pathlib import Path; from deploy.local import bootstrap; {code}"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, env=outside | changes, cwd=PROJECT, capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter
    return done.stdout


def test_a_start_with_nothing_to_do_imports_no_builder() -> None:
    code = "bootstrap.ensure_environment(Path.cwd()); print('deploy.local.environment' in sys.modules)"
    assert warm(code) == "False\n"


@pytest.mark.parametrize("changes", [{"MECTO_NO_BOOTSTRAP": "1"}, {"ENVIRONMENT": "production"}])
def test_a_container_is_left_alone(changes: dict[str, str], tmp_path: Path) -> None:
    assert warm(f"bootstrap.ensure_environment(Path({str(tmp_path)!r})); print('went on')", **changes) == "went on\n"


def test_another_active_environment_is_taken_when_it_has_the_packages(tmp_path: Path) -> None:
    assert warm(f"bootstrap.ensure_environment(Path({str(tmp_path)!r})); print(sys.prefix)") == f"{sys.prefix}\n"


def test_an_old_python_looks_for_a_newer_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "python3.13").symlink_to(sys.executable)
    monkeypatch.setattr(sys, "version_info", (3, 11, 2))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert environment.find_python() == str(tmp_path / "python3.13")


def test_pyenvs_pythons_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = tmp_path / "versions" / "3.13.0" / "bin" / "python3"
    found.parent.mkdir(parents=True)
    found.symlink_to(sys.executable)
    monkeypatch.setattr(sys, "version_info", (3, 11, 2))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    assert environment.find_python() == str(found)


def test_no_python_is_said_plainly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 11, 2))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    with pytest.raises(SystemExit, match=r"needs Python 3\.12 or later; this is 3\.11"):
        environment.find_python()


@pytest.fixture
def fake_uv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a uv on PATH that does what UV_DOES says and notes each call."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "uv"
    script.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/calls\neval "$UV_DOES"\n', encoding="ascii")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return tmp_path / "calls"


@pytest.mark.usefixtures("fake_uv")
@pytest.mark.parametrize(
    ("complaint", "advice"),
    [
        ("error: No space left on device (os error 28)", "The disk is full: the Python packages need about 1 GB"),
        ("error: failed to open file: Permission denied", "Give yourself the right to write"),
        ("error: dns error: failed to lookup address", "could not be downloaded"),
    ],
)
def test_a_failed_install_says_what_to_do(
    complaint: str, advice: str, requirements: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = requirements.parents[1]
    monkeypatch.setenv("UV_DOES", f"echo '{complaint}'; exit 2")
    # pip, tried next, complains about the same.
    monkeypatch.setattr(environment, "_pip", lambda *_: environment._run("sh", "-c", f"echo '{complaint}'; exit 2"))
    with pytest.raises(SystemExit, match=advice):
        environment.build(project, project / ".venv", requirements)
    assert not bootstrap.is_current(project / ".venv", requirements)


def test_two_builds_at_once_install_once(
    fake_uv: Path, requirements: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_DOES", "sleep 0.5")
    arguments = ", ".join(f"Path({str(path)!r})" for path in (tmp_path, tmp_path / ".venv", requirements))
    code = f"from pathlib import Path; from deploy.local import environment; environment.build({arguments})"
    both = [subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT) for _ in range(2)]  # noqa: S603 - our own interpreter
    assert [each.wait(30) for each in both] == [0, 0]
    assert fake_uv.read_text(encoding="ascii").count("pip sync") == 1
    assert bootstrap.is_current(tmp_path / ".venv", requirements)
