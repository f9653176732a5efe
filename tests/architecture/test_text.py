"""The project speaks only of itself: no machine's paths, no registries, no secrets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.architecture.files import PROJECT, short, text, tracked

if TYPE_CHECKING:
    from pathlib import Path

BINARY = {".png", ".jpg", ".ico", ".woff2", ".gz", ".xlsx"}
READABLE = [path for path in tracked() if path.suffix not in BINARY]
# Put together here, so that this file does not hold what it looks for.
FOLDERS = "work|root|home|Users"
SOMEBODYS_PATHS = re.compile(rf"(?<![\w./$}}-])/(?:{FOLDERS})/\w")
REGISTRIES = re.compile(
    "|".join(("pypi" + r"\.org", "pythonhosted", "registry" + r"\.npmjs", "npmmirror", "devpi", "artifactory"))
)
KEYS = re.compile(
    "|".join(("-----BEGIN " + "[A-Z ]*PRIVATE KEY", "AKIA" + "[0-9A-Z]{16}", "sk_" + "live_", "SG" + r"\.[\w-]{22}\."))
)
LOCKS = {"package-lock.json", "uv.lock", "pylock.toml"}


def found_in(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [
        f"{short(path)}:{number}: {line.strip()[:100]}"
        for path in paths
        for number, line in enumerate(text(path).splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_path_of_somebodys_machine() -> None:
    assert found_in(SOMEBODYS_PATHS, READABLE) == []


def test_no_key_that_opens_anything() -> None:
    assert found_in(KEYS, READABLE) == []


def test_lock_files_name_no_registry() -> None:
    locks = [
        path for path in READABLE if path.name in LOCKS or path.parent.name == "requirements" or path.name == ".npmrc"
    ]
    assert {path.name for path in locks} >= {"package-lock.json", "runtime.txt", "local.txt", "dev.txt"}
    assert found_in(REGISTRIES, locks) == []
    assert found_in(re.compile(r'"resolved"|https?://(?!opencollective|github|patreon|tidelift|www\.)'), locks) == []


def test_requirements_are_hashed_and_exact() -> None:
    for name in ("runtime", "local", "dev"):
        lines = text(PROJECT / "deploy" / "requirements" / f"{name}.txt").splitlines()
        packages = [line for line in lines if line and line[0].isalnum()]
        assert packages
        assert [line for line in packages if "==" not in line] == []
        assert sum(line.strip().startswith("--hash=sha256:") for line in lines) >= len(packages)


@pytest.mark.parametrize("line", ["cd /" + "root/x", "'/" + "home/me'", "(/" + "work/a)"])
def test_the_check_sees_paths(line: str) -> None:
    assert SOMEBODYS_PATHS.search(line)


@pytest.mark.parametrize("line", ["https://a.example/home/x", "$HOME/work/x", "path('root/')", "/worker/x"])
def test_the_check_leaves_addresses_alone(line: str) -> None:
    assert not SOMEBODYS_PATHS.search(line)


def test_nothing_points_out_of_the_project() -> None:
    """A link that somebody made for themselves is a broken or a foreign file for everybody else."""
    assert [short(path) for path in tracked() if path.is_symlink()] == []
