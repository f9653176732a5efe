"""The data directory: what lies where, who holds it, which secrets belong to it."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

from deploy.local.console import Refusal

# A Unix socket's address holds 107 bytes on Linux, 103 on macOS; the longest name put behind the folder has 16.
LONGEST_SOCKET_FOLDER = 103 - 17
ROOM_FOR_FIRST_START = 600_000_000
ROOM_FOR_LATER_STARTS = 100_000_000


@dataclass(frozen=True)
class DataDirectory:
    """Everything one running copy keeps; two copies side by side have two of these."""

    root: Path

    def prepare(self) -> None:
        """Make the folders and check that there is room."""
        try:
            self.root.parent.mkdir(parents=True, exist_ok=True)
            for folder in (self.root, self.logs, self.files, self.redis):
                folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as problem:
            message = f"The data directory {self.root} cannot be made: {problem.strerror}. Choose another with --data."
            raise Refusal(message) from problem
        self.require_room()

    def require_room(self) -> None:
        """Refuse before a half-written database does."""
        needed = ROOM_FOR_LATER_STARTS if (self.postgres / "PG_VERSION").exists() else ROOM_FOR_FIRST_START
        free = self.free_room()
        if free < needed:
            message = (
                f"The disk under {self.root} is full: {free // 1_000_000} MB are free, "
                f"{needed // 1_000_000} MB are needed. Make room, or choose another disk with --data DIR."
            )
            raise Refusal(message)

    def free_room(self) -> int:
        """Bytes that are free on this directory's disk."""
        return shutil.disk_usage(self.root).free

    @property
    def logs(self) -> Path:
        """One log a process."""
        return self.root / "logs"

    @property
    def files(self) -> Path:
        """Uploaded files."""
        return self.root / "files"

    @property
    def postgres(self) -> Path:
        """The database cluster."""
        return self.root / "postgres"

    @property
    def redis(self) -> Path:
        """The append-only file."""
        return self.root / "redis"

    @property
    def number(self) -> int:
        """A number that differs between two data directories and stays the same for one."""
        return int.from_bytes(hashlib.sha256(bytes(self.root)).digest()[:4])

    @cached_property
    def sockets(self) -> Path:
        """Where the services listen: in here, or in a short private folder when this path is too deep."""
        inside = self.root / "run"
        if len(bytes(inside)) <= LONGEST_SOCKET_FOLDER:
            return inside
        return Path(tempfile.gettempdir()) / f"mecto-{os.getuid()}-{self.number:08x}"

    def make_sockets(self) -> None:
        """Make the folder for sockets; one that somebody else prepared is refused."""
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        found = self.sockets.lstat()
        if self.sockets.is_symlink() or found.st_uid != os.getuid() or found.st_mode & 0o066:
            message = f"{self.sockets} belongs to somebody else or is open to others. Remove it and start again."
            raise Refusal(message)

    def clear_sockets(self) -> None:
        """Leave nothing behind outside the data directory."""
        shutil.rmtree(self.sockets, ignore_errors=True)

    def secret(self, name: str) -> str:
        """Give the secret of this name, made on first use and kept for the owner's eyes only."""
        path = self.root / "secrets.json"
        known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        if name not in known:
            known[name] = secrets.token_urlsafe(48)
            draft = path.with_suffix(".new")
            with os.fdopen(
                os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
            ) as handle:
                json.dump(known, handle)
            draft.replace(path)
        return str(known[name])


class Hold:
    """The lock on a data directory, free again when its holder is gone, however it went."""

    def __init__(self, data: DataDirectory, what: str) -> None:
        self.path = data.root / "lock"
        self.what = what

    def take(self) -> bool:
        """Take the lock unless somebody has it."""
        handle = self.path.open("a", encoding="utf-8")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
            return False
        self._handle = handle
        handle.truncate(0)
        handle.write(json.dumps({"pid": os.getpid(), "what": self.what}))
        handle.flush()
        return True

    def refusal(self) -> Refusal:
        """Say who has it."""
        try:
            told = json.loads(self.path.read_text(encoding="utf-8"))
            holder = f"{told['what']} (process {told['pid']})"
        except (ValueError, KeyError):
            holder = "another command"
        way_out = "Stop that, or choose another directory with --data DIR."
        return Refusal(f"{self.path.parent} is in use, already running: {holder}. {way_out}")

    def __enter__(self) -> Self:
        """Take the lock, unless `take` did before, or tell who has it."""
        if not hasattr(self, "_handle") and not self.take():
            raise self.refusal()
        return self

    def __exit__(self, *_how: object) -> None:
        """Release the lock."""
        self._handle.close()
