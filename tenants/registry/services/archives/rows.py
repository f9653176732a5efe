"""All rows of a table, as COPY writes them."""

from __future__ import annotations

import hashlib
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from psycopg import sql
from psycopg.errors import error_from_result
from psycopg.generators import fetch_many
from psycopg.pq import ExecStatus
from psycopg.waiting import Wait

from tenants.registry.services.archives.container import CHUNK

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from psycopg import Cursor
    from psycopg.abc import PQGen
    from psycopg.pq.abc import PGconn

    from tenants.registry.services.archives.catalog import Session, Table

BINARY = sql.SQL("FORMAT binary")
CSV = sql.SQL("FORMAT csv, HEADER")
ALL = sql.SQL("true")


def names_of(tables: Sequence[Table]) -> sql.Composed:
    return sql.SQL(", ").join(table.identifier for table in tables)


def rows_of(session: Session, table: Table, form: sql.SQL = BINARY, where: sql.Composable = ALL) -> Rows:
    """Return a table's rows, read when they are asked for."""
    query = "COPY (SELECT {columns} FROM {table} WHERE {where} ORDER BY {key}) TO STDOUT ({form})"
    return Rows(
        session,
        sql.SQL(query).format(
            columns=table.column_list, table=table.identifier, where=where, key=table.key_list, form=form
        ),
    )


class Rows:
    """All rows of a table in the order of its key, as COPY writes them: equal rows are equal bytes."""

    def __init__(self, session: Session, query: sql.Composed) -> None:
        self._cursor: Cursor[tuple[object, ...]] = session.cursor()
        self._query = query
        self.rows = 0

    @contextmanager
    def chunks(self) -> Iterator[Iterator[bytes]]:
        """Give all of it in pieces. Whoever stops in the middle leaves no COPY under way, in which a session takes nothing else."""
        with closing(self._chunks()) as chunks:
            yield chunks

    def _chunks(self) -> Generator[bytes]:
        session = self._cursor.connection
        with self._cursor.copy(self._query):
            rows = None
            while rows is None:
                chunk, rows = session.wait(_read(session.pgconn))
                yield chunk
        self.rows = rows

    def digest(self) -> str:
        """Return the SHA-256 of all of it."""
        digest = hashlib.sha256()
        with self.chunks() as chunks:
            for chunk in chunks:
                digest.update(chunk)
        return digest.hexdigest()


def _read(pgconn: PGconn) -> PQGen[tuple[bytes, int | None]]:
    """Read of a COPY what fills a chunk; at its end tell the number of rows.

    psycopg's own reading sets out to wait for each row anew, which takes longer than reading it.
    """
    pieces: list[memoryview] = []
    length = 0
    while length < CHUNK:
        size, piece = pgconn.get_copy_data(1)
        if size < 0:
            return b"".join(pieces), (yield from _end(pgconn))
        if size:
            pieces.append(piece)
            length += size
        elif (yield Wait.R):
            pgconn.consume_input()
    return b"".join(pieces), None


def _end(pgconn: PGconn) -> PQGen[int]:
    """Return how many rows it were. Raises what Postgres says where it broke off."""
    result = (yield from fetch_many(pgconn))[-1]
    if result.status != ExecStatus.COMMAND_OK:
        raise error_from_result(result)
    return result.command_tuples or 0
