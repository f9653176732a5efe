"""`manage.py shots`: pictures of every page of the running product, and one page to look at them all."""

from __future__ import annotations

import argparse
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from deploy.local.browser import find_chromium
from deploy.local.console import Refusal
from deploy.local.layout import DataDirectory
from deploy.local.variables import DEFAULT_PORT, product_variables, read_running

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(project: Path, arguments: Sequence[str]) -> int:
    """Take the pictures; 1 when the product does not run or a page could not be taken."""
    options = _parse(project, arguments)
    try:
        port, chromium = _prepare(options.data.absolute())
    except Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    from deploy.shots.taking import take_all  # noqa: PLC0415 - needs the environment that the lines above tell

    return take_all(folder=options.out.absolute(), port=port, chromium=chromium, only=options.only)


def _parse(project: Path, arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="manage.py shots", description=__doc__)
    parser.add_argument("--data", type=Path, default=project / ".local", help="data directory of the running `up`")
    parser.add_argument("--out", type=Path, default=project / ".local" / "shots", help="folder for the pictures")
    parser.add_argument("--only", default="", help="only pages whose address name holds these letters")
    return parser.parse_args(arguments)


def _prepare(data: Path) -> tuple[int, str]:
    running = read_running(DataDirectory(data))
    if not running:
        raise Refusal(f"Nothing runs on {data}. Start `manage.py up` first.")
    chromium = find_chromium() if find_spec("playwright") else None
    if not chromium:
        raise Refusal("No Chromium to take pictures with: install one, or name it in MECTO_CHROMIUM.")
    os.environ.update(product_variables(DataDirectory(data), DEFAULT_PORT) | running)
    return int(running["PORT"]), chromium
