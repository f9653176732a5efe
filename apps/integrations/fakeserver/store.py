"""What the fakes remember, in one SQLite file, so that a restart forgets nothing."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS delivered (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    recipient TEXT NOT NULL,
    sender TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    html TEXT NOT NULL,
    at TEXT NOT NULL,
    extra TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS delivered_recipient ON delivered (recipient, seq);
CREATE TABLE IF NOT EXISTS blocked (
    list TEXT NOT NULL,
    owner TEXT NOT NULL,
    address TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (list, owner, address)
);
"""


class Store:
    """One connection behind one lock: the fakes serve a single developer, order matters more than speed."""

    def __init__(self, path: Path) -> None:
        """Open the file, making it and its folder when missing."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.executescript(SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Hold the lock for a group of statements that succeed or fail together."""
        with self._lock, self._connection:
            yield self._connection

    def rows(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[sqlite3.Row]:
        """Read rows."""
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def close(self) -> None:
        """Close the file; later calls fail."""
        with self._lock:
            self._connection.close()


class BlockList:
    """Addresses a vendor no longer delivers to; `owner` is the sender the block holds for, or empty for all."""

    def __init__(self, store: Store, name: str) -> None:
        """`name` keeps the lists of the vendors apart."""
        self._store = store
        self._name = name

    def add(self, address: str, *, owner: str = "") -> None:
        """Block an address; blocking it again changes nothing."""
        with self._store.transaction() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO blocked (list, owner, address, at) VALUES (?, ?, ?, ?)",
                (self._name, owner, address.lower(), now()),
            )

    def remove(self, address: str, *, owner: str = "") -> bool:
        """Unblock an address; tells whether it was blocked."""
        with self._store.transaction() as connection:
            cursor = connection.execute(
                "DELETE FROM blocked WHERE list = ? AND owner = ? AND address = ?",
                (self._name, owner, address.lower()),
            )
            return cursor.rowcount > 0

    def holds(self, address: str, *, owner: str = "") -> bool:
        """Tell whether an address is blocked."""
        found = self._store.rows(
            "SELECT 1 FROM blocked WHERE list = ? AND owner = ? AND address = ?",
            (self._name, owner, address.lower()),
        )
        return bool(found)

    def entries(self) -> list[tuple[str, str]]:
        """List addresses and the time they were blocked, newest first."""
        rows = self._store.rows(
            "SELECT address, at FROM blocked WHERE list = ? ORDER BY at DESC, address",
            (self._name,),
        )
        return [(row["address"], row["at"]) for row in rows]


def now() -> str:
    """Tell the time as the fakes write it: ISO 8601, UTC, milliseconds."""
    return datetime.now(tz=UTC).isoformat(timespec="milliseconds")
