"""Services that live as long as one command: a fresh data directory, gone afterwards. Where an address is given, room of our own there."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from deploy.local.borrowed import own_database, own_redis
from deploy.local.console import Console
from deploy.local.layout import DataDirectory, Hold
from deploy.local.services import Services
from deploy.local.supervisor import Supervisor
from deploy.local.variables import product_variables

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def temporary_services(what: str, *, port: int, durable: bool) -> Iterator[tuple[Supervisor, dict[str, str]]]:
    """Run the services; gives their supervisor and the environment of a process that uses them."""
    _sweep(what)
    root = Path(tempfile.mkdtemp(prefix=_prefix(what)))
    data = DataDirectory(root)
    try:
        data.prepare()
        supervisor = Supervisor(data, Console())
        with Hold(data, what), supervisor.stopping(), ExitStack() as borrowed:
            with supervisor.console.step("Postgres and Redis"):
                addresses = Services(data=data, durable=durable).start(supervisor)
                if os.environ.get("DATABASE_URL"):
                    addresses |= borrowed.enter_context(own_database(addresses["DATABASE_ADMIN_URL"]))
                if os.environ.get("REDIS_URL"):
                    addresses["REDIS_URL"] = borrowed.enter_context(own_redis(addresses["REDIS_URL"]))
            yield supervisor, product_variables(data, port) | addresses
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _sweep(what: str) -> None:
    """Remove what killed runs left."""
    for root in Path(tempfile.gettempdir()).glob(f"{_prefix(what)}*"):
        if root.stat().st_uid == os.getuid() and (root / "lock").exists():
            hold = Hold(DataDirectory(root), "sweeping")
            if hold.take():
                with hold:
                    shutil.rmtree(root, ignore_errors=True)


def _prefix(what: str) -> str:
    return f"mecto-{what}-{os.getuid()}-"
