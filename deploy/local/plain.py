"""Every command of Django; without DATABASE_URL it gets the services of `up`, or has them for its own duration."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.management import execute_from_command_line

from deploy.local.console import Console, Refusal
from deploy.local.layout import DataDirectory, Hold
from deploy.local.services import Services
from deploy.local.supervisor import Supervisor
from deploy.local.variables import DEFAULT_PORT, product_variables, read_running

if TYPE_CHECKING:
    from collections.abc import Sequence

# They touch neither the database nor Redis.
STANDALONE = frozenset(
    {
        *("help", "--help", "-h", "version", "--version", "check", "diffsettings", "startapp"),
        *("makemessages", "compilemessages", "collectstatic", "findstatic"),
    }
)
PATIENCE = 60.0


def main(project: Path, arguments: Sequence[str]) -> int:
    """Run one command of Django."""
    if os.environ.get("ENVIRONMENT", "local") != "local" or os.environ.get("DATABASE_URL"):
        return _django(arguments)
    data = DataDirectory(Path(os.environ.get("DATA_DIR", project / ".local")).absolute())
    try:
        data.prepare()
        os.environ.update(product_variables(data, DEFAULT_PORT))
        if len(arguments) == 1 or arguments[1] in STANDALONE:
            os.environ.update(Services(data=data).addresses())
            return _django(arguments)
        return _with_services(data, arguments)
    except Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1


def _with_services(data: DataDirectory, arguments: Sequence[str]) -> int:
    hold = Hold(data, " ".join(["manage.py", *arguments[1:]]))
    deadline = time.monotonic() + PATIENCE
    while not hold.take():
        if running := read_running(data):
            os.environ.update(running)
            return _django(arguments)
        if time.monotonic() > deadline:
            raise hold.refusal()
        time.sleep(0.1)
    supervisor = Supervisor(data, Console(sys.stderr))
    with hold, supervisor.stopping():
        supervisor.clear_leftovers()
        os.environ.update(Services(data=data).start(supervisor))
        return _django(arguments)


def _django(arguments: Sequence[str]) -> int:
    execute_from_command_line(list(arguments))
    return 0
