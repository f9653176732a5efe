"""Build the project's environment: a Python, a `.venv`, the pinned packages.

Standard library only, for the same old Pythons as `bootstrap`.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from deploy.local.bootstrap import OLDEST, STAMP, fingerprint, is_current, python_of

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFERRED = ("python3.13", "python3.14", "python3.12", "python3")
OLDEST_NAME = ".".join(map(str, OLDEST))
SYMPTOMS = (
    (
        ("No space left on device", "Disk quota exceeded", "os error 28"),
        "The disk is full: the Python packages need about 1 GB. Make room and start again.",
    ),
    (
        (
            "name resolution",
            "dns error",
            "error sending request",
            "Failed to establish a new connection",
            "Network is unreachable",
            "Connection refused",
        ),
        (
            "The Python packages could not be downloaded. They are needed once: connect this machine to the network, "
            "or name a package index it can reach (UV_DEFAULT_INDEX, PIP_INDEX_URL), and start again."
        ),
    ),
    (
        ("Permission denied", "Read-only file system"),
        "The environment cannot be written. Give yourself the right to write in the project's folder.",
    ),
)


class BuildError(Exception):
    """A step of the build failed; the text is what the tool said."""


def build(project: Path, venv: Path, requirements: Path) -> None:
    """Make `venv` hold exactly `requirements`; two processes may call this at once."""
    try:
        with _only_one(project):
            if not is_current(venv, requirements):
                _build(venv, requirements)
    except (BuildError, OSError) as problem:
        _give_up(str(problem))


def _build(venv: Path, requirements: Path) -> None:
    started = time.monotonic()
    python = find_python()
    _say("Preparing the Python environment (first start, or the pinned packages changed)")
    with contextlib.suppress(FileNotFoundError):
        (venv / STAMP).unlink()
    if not _works(python_of(venv)):
        _run(python, "-m", "venv", "--clear", "--without-pip", venv)
    _install(python, venv, requirements)
    (venv / STAMP).write_text(fingerprint(requirements), encoding="ascii")
    _say(f"Python environment ready in {time.monotonic() - started:.1f} s")


def find_python() -> str:
    """Find a Python that the project runs on: this one, one on PATH, pyenv's, or one that uv knows."""
    if sys.version_info >= OLDEST:
        return sys.executable
    found = next(filter(_works, _candidates()), None)
    if found:
        return str(found)
    return _give_up(
        f"MectoFitness needs Python {OLDEST_NAME} or later; this is {sys.version_info[0]}.{sys.version_info[1]} and no "
        "other was found on PATH or in ~/.pyenv/versions. Install one, then run this command with it: "
        "python3.13 manage.py …"
    )


def _candidates() -> Iterator[Path]:
    for name in PREFERRED:
        found = shutil.which(name)
        if found:
            yield Path(found)
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from sorted(pyenv.glob("versions/3.*/bin/python3"), reverse=True)
    uv = shutil.which("uv")
    if uv:
        found = _output([uv, "python", "find", "--no-python-downloads", ">=" + OLDEST_NAME])
        if found:
            yield Path(found)


def _works(python: Path) -> bool:
    if not python.exists():
        return False
    probe = f"import sys, venv, ssl; print(sys.version_info >= {OLDEST})"
    return _output([str(python), "-c", probe]) == "True"


def _output(command: list[str]) -> str:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return done.stdout.decode().strip() if done.returncode == 0 else ""


def _install(python: str, venv: Path, requirements: Path) -> None:
    try:
        uv = shutil.which("uv") or _uv_inside(python, venv, requirements.with_name("uv.txt"))
        _run(uv, "pip", "sync", "--quiet", "--python", python_of(venv), "--require-hashes", requirements)
    except BuildError as problem:
        if any(sign in str(problem) for sign in SYMPTOMS[0][0]):
            raise
        _say("uv could not install the packages; trying pip, which is slower")
        _pip(python, venv, requirements)


def _uv_inside(python: str, venv: Path, pinned: Path) -> Path:
    uv = venv / "bin" / "uv"
    if not uv.exists():
        _pip(python, venv, pinned)
    return uv


def _pip(python: str, venv: Path, requirements: Path) -> None:
    """Install with the machine's pip where there is one: putting pip into `venv` first takes seconds."""
    arguments = ("install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", requirements)
    try:
        _run(python, "-m", "pip", "--python", python_of(venv), *arguments)
    except BuildError as problem:
        try:
            _run(python_of(venv), "-m", "ensurepip", "--upgrade")
        except BuildError:
            message = (
                f"{problem}\nInstall uv, or pip for this Python (Debian: apt-get install python3-venv python3-pip)."
            )
            raise BuildError(message) from problem
        _run(python_of(venv), "-m", "pip", *arguments)


def _run(*command: object) -> None:
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        raise BuildError(done.stdout.decode(errors="replace").strip())


@contextlib.contextmanager
def _only_one(project: Path) -> Iterator[None]:
    lock = project / ".local" / "environment.lock"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w", encoding="ascii") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            _say("Another command is preparing the Python environment; waiting for it")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def _give_up(problem: str) -> NoReturn:
    for signs, advice in SYMPTOMS:
        if any(sign in problem for sign in signs):
            sys.exit(f"{problem[-2000:]}\n\n{advice}")
    sys.exit(problem[-4000:])
