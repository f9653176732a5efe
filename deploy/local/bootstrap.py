"""Get every command into the project's own environment; a start with nothing to do costs milliseconds.

Runs on whatever Python the machine calls `python3` (3.8 or later), before any package is installed:
standard library only, and no syntax newer than that.
"""

from __future__ import annotations

import hashlib
import os
import sys
from importlib.util import find_spec
from pathlib import Path

OLDEST = (3, 12)
STAMP = "mecto-requirements"
# Without these no command works; an environment that has them is taken as it is where we did not make it.
NEEDED = ("django", "celery", "gunicorn", "psycopg", "redis")


def ensure_environment(project: Path) -> None:
    """Return inside an environment with the pinned packages, or replace this process by one that is."""
    if _prepared_by_others(project):
        return
    venv, requirements = project / ".venv", requirements_file(project)
    if not is_current(venv, requirements):
        # Only a first start pays for importing the builder.
        from deploy.local import environment  # noqa: PLC0415

        environment.build(project, venv, requirements)
    # Bytecode is what makes the second start quick.
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
        sys.dont_write_bytecode = False
    if Path(sys.prefix) != venv:
        _restart_in(venv)


def requirements_file(project: Path) -> Path:
    """One environment a checkout, so that `up` and `test` do not undo each other's packages."""
    return project / "deploy" / "requirements" / (os.environ.get("MECTO_REQUIREMENTS", "dev") + ".txt")


def is_current(venv: Path, requirements: Path) -> bool:
    """Whether `venv` was completely filled from exactly these requirements."""
    try:
        stamp = (venv / STAMP).read_text(encoding="ascii")
    except OSError:
        return False
    return stamp == fingerprint(requirements) and python_of(venv).exists()


def fingerprint(requirements: Path) -> str:
    """Name the content of a requirements file."""
    return hashlib.sha256(requirements.read_bytes()).hexdigest()


def python_of(venv: Path) -> Path:
    """Where an environment keeps its interpreter."""
    return venv / "bin" / "python"


def _prepared_by_others(project: Path) -> bool:
    if os.environ.get("MECTO_NO_BOOTSTRAP") or os.environ.get("ENVIRONMENT") == "production":
        return True
    in_own = Path(sys.prefix) == project / ".venv"
    in_another = sys.prefix != sys.base_prefix and not in_own
    # `uv run` keeps the project's environment in order itself.
    under_uv = in_own and "UV_RUN_RECURSION_DEPTH" in os.environ
    return (in_another or under_uv) and sys.version_info >= OLDEST and all(find_spec(name) for name in NEEDED)


def _restart_in(venv: Path) -> None:
    os.environ["VIRTUAL_ENV"] = str(venv)
    os.environ["PATH"] = str(venv / "bin") + os.pathsep + os.environ.get("PATH", os.defpath)
    arguments = getattr(sys, "orig_argv", [sys.executable, *sys.argv])[1:]
    sys.stdout.flush()
    os.execv(str(python_of(venv)), [str(python_of(venv)), *arguments])  # noqa: S606 - our own interpreter
