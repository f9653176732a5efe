"""A PgBouncer of our own configuration in front of the tests' Postgres, with very few backends."""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

from deploy.local.child import NOBODY
from deploy.local.postgres import find_identity
from deploy.local.processes import Program
from tests.architecture.files import PROJECT
from tests.harness.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

SHIPPED = PROJECT / "deploy" / "pgbouncer" / "pgbouncer.ini"
PORT, BACKENDS = "6432", "2"


def find() -> str | None:
    """Return the program, where it is installed."""
    return shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")


@contextmanager
def bouncer(database: dict[str, Any]) -> Iterator[dict[str, str]]:
    """Run it between us and a database that Django's settings describe; give what to change in them."""
    folder = Path(tempfile.mkdtemp(prefix="bouncer-"))  # short: a socket's path has 107 characters
    own = {"NAME": "mecto", "HOST": str(folder), "PORT": PORT}
    login = {"user": database["USER"], "password": database["PASSWORD"]}

    def is_ready() -> bool:
        try:
            psycopg.connect(dbname="mecto", host=str(folder), port=PORT, **login).close()
        except psycopg.OperationalError:
            assert process.poll() is None, "PgBouncer has ended"
            return False
        return True

    _write(folder, database)
    command = (str(find()), "--quiet", str(folder / "pgbouncer.ini"))
    program = Program(name="pgbouncer", command=command, identity=find_identity())  # who may be in Postgres's folder
    process = subprocess.Popen(program.guarded_command())  # noqa: S603 - our own command
    try:
        until(is_ready, "PgBouncer")
        yield own
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder)


def _write(folder: Path, database: dict[str, Any]) -> None:
    """Take the file that is shipped; only addresses and sizes are the test's."""
    config = configparser.ConfigParser(interpolation=None, inline_comment_prefixes=None)
    config.read(SHIPPED, encoding="utf-8")
    where = {"host": database["HOST"], "port": database["PORT"], "dbname": database["NAME"]}
    config["databases"]["mecto"] = " ".join(f"{name}={value}" for name, value in where.items() if value)
    config["pgbouncer"].update(
        {
            "listen_addr": "",
            "listen_port": PORT,
            "unix_socket_dir": str(folder),
            "auth_file": str(folder / "users"),
            "default_pool_size": BACKENDS,
            "reserve_pool_size": "0",
            "query_wait_timeout": "30",
        }
    )
    with (folder / "pgbouncer.ini").open("w", encoding="utf-8") as file:
        config.write(file)
    (folder / "users").write_text(f'"{database["USER"]}" "{database["PASSWORD"]}"\n', encoding="utf-8")
    if find_identity() == "nobody":
        for path in (folder, *folder.iterdir()):
            os.chown(path, NOBODY, NOBODY)
