"""Which kinds of statement the product's login may send: those that the product sends, and no other.

Postgres keeps a business's role in its schema. What it cannot refuse is a whole statement that gives the role up, because the
login may enter any business; nor can it know that a statement leaves something behind for the next user of the session.
"""

from __future__ import annotations

import re
from typing import Any

from psycopg import sql
from psycopg.errors import InsufficientPrivilege

DATA = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "MERGE"})
SAVEPOINTS = frozenset({"SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "SET CONSTRAINTS"})
COPY = frozenset({"COPY"})
WRITES = frozenset({"INSERT", "UPDATE", "DELETE", "MERGE"})
# A comment in front is not skipped but refused: Postgres nests comments, and a reader that counts them differently is fooled.
_FIRST = re.compile(r"[\s(]*([a-z]+)\b", re.ASCII | re.IGNORECASE)
_WRITES = re.compile(r"\b(?:insert|update|delete|merge|copy\b.*\bfrom\s+stdin)\b", re.ASCII | re.IGNORECASE | re.DOTALL)
_SAVEPOINT = re.compile(
    r"\s*(?:(savepoint)|(release)\s+(savepoint)|(rollback)\s+(to)\s+(savepoint)|(set)\s+(constraints))\b",
    re.ASCII | re.IGNORECASE,
)


class StatementRefused(InsufficientPrivilege):
    """The product never sends such a statement; nothing reached Postgres."""


def kind_of(query: Any) -> str:
    """Return the statement's first keyword, or its first words where one alone could mean more than the product sends."""
    text = query if isinstance(query, str) else _text(query)
    if text[:7] == "SELECT ":
        return "SELECT"
    if found := _SAVEPOINT.match(text):
        return " ".join(word.upper() for word in found.groups() if word)
    first = _FIRST.match(text)
    return first.group(1).upper() if first else ""


def check(query: Any, allowed: frozenset[str]) -> str:
    """Return the statement's kind. Raises StatementRefused for one that is not allowed."""
    kind = kind_of(query)
    if kind not in allowed:
        message = f"a statement of this kind is not sent by the product: {kind or 'no keyword in front'}"
        raise StatementRefused(message)
    return kind


def may_write(kind: str, query: Any) -> bool:
    """Tell whether a statement may change rows, said too often rather than too seldom; not what functions do that it calls."""
    if kind in WRITES:
        return True
    return kind in {"WITH", "COPY"} and _WRITES.search(query if isinstance(query, str) else _text(query)) is not None


def _text(query: Any) -> str:
    if isinstance(query, bytes):
        return query.decode(errors="replace")
    return query.as_string() if isinstance(query, sql.Composable) else ""
