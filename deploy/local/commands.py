"""Which command is ours, which is Django's."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

OURS = {"up": "up", "test": "testing", "bench": "bench", "shots": "shots"}


def run(project: Path, arguments: list[str]) -> int:
    """Run one command line and give its exit code."""
    module = OURS.get(arguments[1]) if len(arguments) > 1 else None
    if module is None:
        return int(import_module("deploy.local.plain").main(project, arguments))
    return int(import_module(f"deploy.local.{module}").main(project, arguments[2:]))
