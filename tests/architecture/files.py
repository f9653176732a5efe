"""The files that the project keeps."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


@cache
def tracked() -> tuple[Path, ...]:
    """Return every file that git keeps or would keep; in an exported tree without git, every file that looks like ours."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, check=True)  # noqa: S603 - nobody's words in it
    except (OSError, subprocess.CalledProcessError):
        return tuple(path for path in PROJECT.rglob("*") if path.is_file() and not _is_made(path))
    paths = (PROJECT / name for name in done.stdout.decode().split("\0") if name)
    return tuple(path for path in paths if path.is_file() or path.is_symlink())


def of_kind(*suffixes: str) -> list[Path]:
    """Return the files with one of these endings."""
    return [path for path in tracked() if path.suffix in suffixes]


def short(path: Path) -> str:
    """Return the path as people write it."""
    return str(path.relative_to(PROJECT))


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _is_made(path: Path) -> bool:
    return bool({".venv", ".local", "node_modules", "dist", "__pycache__", ".git"} & set(path.parts))
