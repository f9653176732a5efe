#!/usr/bin/env python3
"""The project's commands: `up`, `test`, `bench`, and every command of Django."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from deploy.local import bootstrap

PROJECT = Path(__file__).resolve().parent


def main() -> None:
    """Make sure the environment stands, then hand over to the command."""
    bootstrap.ensure_environment(PROJECT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # Needs the environment that the line above builds.
    from deploy.local import commands  # noqa: PLC0415

    sys.exit(commands.run(PROJECT, sys.argv))


if __name__ == "__main__":
    main()
