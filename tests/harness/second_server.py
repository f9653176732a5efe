"""A second Postgres server, for tests of several: our own, embedded, forgetful, gone with the process that asked for it."""

from __future__ import annotations

import io
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from config.environment import DatabaseLogin, DatabaseServer
from deploy.local.console import Console
from deploy.local.layout import DataDirectory
from deploy.local.postgres import ADMIN, APP, Postgres
from deploy.local.supervisor import Supervisor
from tests.harness.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = "east"


@dataclass(frozen=True)
class SecondServer:
    """The running server, and hands on it."""

    postgres: Postgres
    supervisor: Supervisor

    @property
    def logins(self) -> DatabaseServer:
        return DatabaseServer(
            DatabaseLogin.parse(self.postgres.url(APP)), DatabaseLogin.parse(self.postgres.url(ADMIN))
        )

    @property
    def variables(self) -> dict[str, str]:
        """Return what tells a process of it, beside its name in DATABASE_SERVERS."""
        suffix = NAME.upper()
        return {
            f"DATABASE_URL_{suffix}": self.postgres.url(APP),
            f"DATABASE_ADMIN_URL_{suffix}": self.postgres.url(ADMIN),
        }

    @contextmanager
    def away(self) -> Iterator[None]:
        """Stop it for the length of the block."""
        process = self.supervisor.processes["postgres"]
        process.ask_to_stop()
        assert process.wait(10) is not None
        try:
            yield
        finally:
            self.start()

    def start(self) -> None:
        self.supervisor.start(self.postgres.program(), before=self.postgres.drop_stale_pid)
        until(self.postgres.is_ready, "the second Postgres")


@contextmanager
def second_server(folder: Path) -> Iterator[SecondServer]:
    """Run it with its roles and extensions, and nothing else in it."""
    data = DataDirectory(folder)
    data.prepare()
    data.make_sockets()
    postgres = Postgres(data=data, durable=False)
    supervisor = Supervisor(data, Console(io.StringIO()))
    with supervisor.stopping():
        postgres.initialise()
        server = SecondServer(postgres, supervisor)
        server.start()
        postgres.ensure_database()
        yield server
