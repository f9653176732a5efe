"""Which schema and role a Postgres session should be in, and which it is known to be in."""

from __future__ import annotations

import re
from functools import lru_cache

from apps.common.kept import mark_changed

PUBLIC = "public"
EXTENSIONS = "extensions"
# What every session of ours starts with, given to the logins by roles.sql, and rests in. Postgres puts the schema of the current role for "$user", so that
# inside businesses the path never changes: the role alone decides, and the two cannot disagree.
RESTING_PATH = f'"$user", {EXTENSIONS}'
_SAFE_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}\Z")
_REST = ""  # the login's own role, the resting path

type Statements = tuple[bytes, ...]


class UnsafeSchemaName(ValueError):
    """The name is not one that provisioning gives: it never reaches SQL."""


class Scope:
    """Remembers what was asked for; `pending` is the SQL still owed to the session, empty when nothing is.

    Outside a business the session has its own login's rights and sees only `public`; inside, it has the business's role
    and sees only the business's schema. Extensions' operators live in a schema of their own, so that neither sees the other.
    """

    __slots__ = ("_applied", "_wanted", "businesses", "is_admin", "pending", "written")

    def __init__(self) -> None:
        self.businesses: set[str] = set()
        self.is_admin = False  # whether the session is the administrator's
        self.written: set[str] = set()  # the businesses in which the transaction that runs has written
        self._applied: str | None = None
        self.want(PUBLIC)

    def want(self, schema_name: str) -> None:
        self._wanted = checked(schema_name)
        self.pending = _way(self._applied, self._wanted)

    @property
    def way_in(self) -> Statements:
        """What leads there from a session fresh from the server or the pool."""
        return _way(_REST, self._wanted)

    def begin(self, businesses: set[str]) -> None:
        """Start with a session fresh from the server or the pool. `businesses` are those it has served, kept by it."""
        self.businesses = businesses
        self._know(_REST)

    def forget(self) -> None:
        """Assume nothing: a rollback took the SET back with it."""
        self._know(None)

    def applied(self) -> None:
        self._know(self._wanted)
        if self._wanted != PUBLIC:
            self.businesses.add(self._wanted)

    def note_write(self) -> None:
        if self._wanted != PUBLIC:
            self.written.add(self._wanted)

    def settle(self) -> None:
        """Tell that what was written stands, or may."""
        if self.written:
            names, self.written = self.written, set()
            mark_changed(names)

    def _know(self, applied: str | None) -> None:
        self._applied = applied
        self.pending = _way(applied, self._wanted)


def checked(schema_name: str) -> str:
    """Return the name when provisioning could have given it. Raises UnsafeSchemaName."""
    if not _SAFE_NAME.match(schema_name):
        raise UnsafeSchemaName(schema_name)
    return schema_name


def scope_sql(schema_name: str) -> str:
    """Return the statements that enter a schema from anywhere, each ended by a semicolon. Raises UnsafeSchemaName."""
    return "".join(f"{statement.decode()}; " for statement in _way(None, checked(schema_name)))


@lru_cache(maxsize=4096)  # asked three times a request
def _way(applied: str | None, wanted: str) -> Statements:
    """Return what leads from one place to another; `None` is an unknown one."""
    if applied == wanted:
        return ()
    if wanted == PUBLIC:
        path = f"SET search_path TO {PUBLIC}, {EXTENSIONS}".encode()
        return (path,) if applied == _REST else (b"RESET ROLE", path)
    role = f"SET ROLE {wanted}".encode()
    path = f"SET search_path TO {RESTING_PATH}".encode()
    return (path, role) if applied in {None, PUBLIC} else (role,)
