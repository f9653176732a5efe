"""A disk of a given size, to be filled: a file system in memory, mounted for the length of a block."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from deploy.local.child import NOBODY
from deploy.local.postgres import find_identity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True)
class SmallDisk:
    """Where it is mounted."""

    path: Path

    def grow(self, size: str) -> None:
        """Make room."""
        _mount("-o", f"remount,size={size}", str(self.path))


@contextmanager
def small_disk(path: Path, size: str) -> Iterator[SmallDisk]:
    """Mount it, for Postgres too; skips the test, with what the kernel says, where nothing may be mounted."""
    path.mkdir()
    refused = _mount("-t", "tmpfs", "-o", f"size={size},mode=0700", "small", str(path))
    if refused:
        pytest.skip(f"no disk to fill: {refused}")
    try:
        if find_identity() == "nobody":
            os.chown(path, NOBODY, NOBODY)
        yield SmallDisk(path)
    finally:
        subprocess.run(["umount", "--lazy", path], check=True)  # noqa: S603, S607 - the system's own


def _mount(*arguments: str) -> str:
    """Return what is said against it."""
    try:
        done = subprocess.run(["mount", *arguments], check=False, capture_output=True, text=True)  # noqa: S603, S607 - the same
    except OSError as error:
        return str(error)
    return done.stderr.strip() or f"mount ended with {done.returncode}" if done.returncode else ""
