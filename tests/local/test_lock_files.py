from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
LOCKS = sorted((PROJECT / "deploy" / "requirements").glob("*.txt"))
# The path of a package's archive, as registries name it; with no host before it.
HOST = re.compile(r"://|^--(index|extra|find)", re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_requirement_file_names_no_registry(lock: Path) -> None:
    assert HOST.search(lock.read_text(encoding="utf-8")) is None


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_requirement_is_pinned_and_hashed(lock: Path) -> None:
    requirements = lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    assert len(requirements) > 0
    for requirement in requirements:
        assert re.match(r"[\w.\[\]-]+==\S+( ;.*?)? +--hash=sha256:[0-9a-f]{64}", requirement), requirement[:80]


def test_the_front_ends_lock_file_names_no_registry() -> None:
    lock = json.loads((PROJECT / "static" / "package-lock.json").read_text(encoding="utf-8"))
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


@pytest.mark.parametrize(("lock", "groups"), [("runtime", ()), ("local", ("local",)), ("dev", ("local", "dev"))])
def test_the_pins_of_the_project_are_the_locked_ones(lock: str, groups: tuple[str, ...]) -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    named = [
        *project["project"]["dependencies"],
        *(pin for group in groups for pin in project["dependency-groups"][group]),
    ]
    pins = {re.sub(r"\[.*?\]", "", pin) for pin in named if isinstance(pin, str)}
    text = (PROJECT / "deploy" / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    locked = {re.sub(r"\[.*?\]", "", line.split(" ", 1)[0]) for line in text.splitlines() if "==" in line}
    assert pins - locked == set()
