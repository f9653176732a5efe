"""Find programs that came inside Python packages, without importing those packages."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from deploy.local.console import Refusal


def program_in(package: str, pattern: str) -> Path:
    """Find a program inside an installed package."""
    spec = find_spec(package)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    for folder in folders:
        for found in sorted(Path(folder).glob(pattern)):
            return found
    message = (
        f"The package {package} is not installed or brings no {pattern} for this machine. "
        "Let manage.py make its own environment, or give DATABASE_URL and REDIS_URL of services that run elsewhere."
    )
    raise Refusal(message)
